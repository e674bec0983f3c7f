package magnet.model.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A linear map of a layer that LoRA can adapt.
 *
 * @param name what peft calls it: the shortest end of its path that only it has in its layer, as in
 *     {@code q_proj} or {@code attn.c_proj}
 * @param module its path in the layer, as in {@code self_attn.q_proj}
 * @param layers what precedes the layer's number in its full path, as in {@code model.layers.}
 * @param tensor the stacked matrix that it is part of
 * @param part its place there, from 0
 * @param transposed whether checkpoints store it as {@code [inputs, outputs]} (Conv1D)
 */
public record Projection(
    String name, String module, String layers, LayerTensor tensor, int part, boolean transposed) {

  private static final String WEIGHT = ".weight";
  private static final List<Projection> ALL =
      DecoderFamily.ALL.stream().map(Projection::of).flatMap(List::stream).distinct().toList();

  /** Those of one family, in the order of the kernels. */
  public static List<Projection> of(DecoderFamily family) {
    Map<String, LayerTensor> modules = new LinkedHashMap<>();
    for (LayerTensor tensor : LayerTensor.values()) {
      for (String weight : tensor.isMatrix() ? family.names().of(tensor) : List.<String>of()) {
        modules.put(weight.substring(0, weight.length() - WEIGHT.length()), tensor);
      }
    }
    List<Projection> projections = new ArrayList<>();
    modules.forEach(
        (module, tensor) ->
            projections.add(
                new Projection(
                    shortest(module, modules.keySet()),
                    module,
                    family.names().layers(),
                    tensor,
                    family.names().of(tensor).indexOf(module + WEIGHT),
                    family.transposed())));
    return projections;
  }

  /** Those of all families, each once. */
  public static List<Projection> all() {
    return ALL;
  }

  /** The one of a name. */
  public static Projection called(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static String shortest(String module, Iterable<String> modules) {
    String last = module.substring(module.lastIndexOf('.') + 1);
    for (String other : modules) {
      if (!other.equals(module) && other.endsWith("." + last)) {
        return module;
      }
    }
    return last;
  }

  /** Numbers that go in. */
  public int inputs(Architecture of) {
    return Math.toIntExact(tensor.columns(of));
  }

  /** Numbers that come out. */
  public int outputs(Architecture of) {
    long[] rows = tensor.rows(of);
    if (of.decoderFamily().names().of(tensor).size() == rows.length) {
      return Math.toIntExact(rows[part]);
    }
    return Math.toIntExact(Arrays.stream(rows).sum());
  }
}
