package magnet.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import java.util.List;
import java.util.stream.IntStream;
import magnet.Encoding;
import magnet.Loading;
import magnet.Magnet;
import magnet.Pooling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Predictors of DJL that embed. */
class MagnetZooModelTest {

  private static final List<String> TEXTS =
      List.of(
          "Bruno looked for his white phone.",
          "Smoke.",
          "The phone was gone, and nobody in the whole house knew where Bruno had put it.");

  private static Magnet model;

  @BeforeAll
  static void load() {
    model = Magnet.load("pocket", Loading.auto().device("cpu"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void vectorsAreThoseOfEmbed() throws TranslateException {
    for (Encoding how :
        List.of(
            Encoding.magnet(),
            Encoding.magnet().pooling(Pooling.MEAN).leftToRight().unnormalised(),
            Encoding.magnet().instruction("").dimensions(24))) {
      float[][] expected = model.embed(TEXTS, how).vectors();
      try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, how);
          Predictor<String, float[]> predictor = zoo.newPredictor()) {
        List<float[]> found = predictor.batchPredict(TEXTS);
        assertEquals(TEXTS.size(), found.size());
        for (int i = 0; i < expected.length; i++) {
          assertArrayEquals(expected[i], found.get(i), 1e-6f);
          assertArrayEquals(expected[i], predictor.predict(TEXTS.get(i)), 1e-4f);
        }
        assertEquals(List.of(), predictor.batchPredict(List.of()));
      }
    }
  }

  @Test
  void aBatchGoesThroughTheModelOnce() throws TranslateException {
    Metrics metrics = new Metrics();
    try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
        Predictor<String, float[]> predictor = zoo.newPredictor()) {
      predictor.setMetrics(metrics);
      predictor.batchPredict(TEXTS);
    }
    for (String stage : List.of("Preprocess", "Inference", "Postprocess")) {
      assertEquals(1, metrics.getMetric(stage).size(), stage);
    }
  }

  @Test
  void severalThreadsMayUseOnePredictorOrEachItsOwn() throws TranslateException {
    try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
        Predictor<String, float[]> shared = zoo.newPredictor()) {
      List<float[]> alone = shared.batchPredict(TEXTS);
      IntStream.range(0, 8)
          .parallel()
          .forEach(
              i -> {
                try (Predictor<String, float[]> own = zoo.newPredictor()) {
                  List<float[]> found = (i % 2 == 0 ? shared : own).batchPredict(TEXTS);
                  for (int t = 0; t < TEXTS.size(); t++) {
                    assertArrayEquals(alone.get(t), found.get(t));
                  }
                } catch (TranslateException e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void nothingNativeIsLeftAfterACallNorAfterClosing() throws TranslateException {
    ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
    Predictor<String, float[]> predictor = zoo.newPredictor();
    predictor.batchPredict(TEXTS);
    BaseNDManager held = (BaseNDManager) zoo.getNDManager();
    assertEquals(0, held.getManagedArrays().size());
    predictor.close();
    zoo.close();
    assertTrue(!held.isOpen());
    assertEquals(1, model.embed("It rains.").size()); // the model is the caller's
  }

  @Test
  void whatCannotBeEmbeddedIsNamed() {
    try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
        Predictor<String, float[]> predictor = zoo.newPredictor()) {
      TranslateException refused =
          assertThrows(
              TranslateException.class, () -> predictor.batchPredict(List.of("A cat.", " ")));
      assertTrue(
          refused.getMessage().contains("1 of 2 texts cannot be used"), refused.getMessage());
    }
  }

  @Test
  void itIsNotTrainedByDjl() {
    try (ZooModel<String, float[]> zoo = new MagnetZooModel(model, Encoding.magnet());
        Trainer trainer = zoo.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
      UnsupportedOperationException refused =
          assertThrows(
              UnsupportedOperationException.class,
              () ->
                  zoo.getBlock()
                      .forward(
                          new ParameterStore(trainer.getManager(), false),
                          new NDList(trainer.getManager().zeros(new Shape(1, 3))),
                          true));
      assertTrue(refused.getMessage().contains("Magnet.adapt"), refused.getMessage());
    }
  }
}
