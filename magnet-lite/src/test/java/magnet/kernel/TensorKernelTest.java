package magnet.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TensorKernelTest {

  private final NDManager scope = TorchRuntime.newManager(Device.cpu());
  private final TensorKernel tensors = new TensorKernel(scope);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void bfloat16IsAnOpaqueHandleThatKeepsTheUpperHalfOfAFloat() {
    NDArray small = tensors.toBfloat16(scope, scope.create(new float[] {1f, -2.5f, 3.1415927f}));
    assertEquals(DataType.UNKNOWN, small.getDataType());
    assertArrayEquals(
        new float[] {1f, -2.5f, 3.140625f}, tensors.toFloat32(scope, small).toFloatArray());
  }

  @Test
  void bfloat16BytesComeAndGoUnchanged() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(6).order(ByteOrder.LITTLE_ENDIAN);
    short[] bits = {0x3f80, (short) 0xc020, 0x4049};
    for (short each : bits) {
      bytes.putShort(each);
    }
    bytes.flip();
    NDArray array = tensors.bfloat16(scope, bytes, new Shape(3));
    assertArrayEquals(
        new float[] {1f, -2.5f, 3.140625f}, tensors.toFloat32(scope, array).toFloatArray());
    ByteBuffer back = tensors.bytesOfBfloat16(scope, array).order(ByteOrder.LITTLE_ENDIAN);
    for (short each : bits) {
      assertEquals(each, back.getShort());
    }
  }

  @Test
  void anArrayStandsInTwoPlacesOfACallAndKeepsItsName() {
    NDArray square = scope.create(new float[][] {{1, 2}, {3, 4}});
    square.setName("weights[]");
    float[] expected = {7, 10, 15, 22};
    assertArrayEquals(expected, tensors.matmul(scope, square, square).toFloatArray());
    tensors.fillRows(scope, square, square, 0);
    assertEquals("weights[]", square.getName());
    assertArrayEquals(new float[] {1, 2, 3, 4}, square.toFloatArray());
  }

  @Test
  void fillRowsCastsToTheTargetsType() {
    NDArray target = tensors.bfloat16Zeros(scope, new Shape(3, 2));
    tensors.fillRows(scope, target, scope.create(new float[][] {{1, 2}, {3, 4}}), 1);
    assertArrayEquals(
        new float[] {0, 0, 1, 2, 3, 4}, tensors.toFloat32(scope, target).toFloatArray());
  }

  @Test
  void int8RowsAreWithinHalfAStepOfTheirRow() {
    int rows = 5;
    int columns = 64;
    Random random = new Random(1);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * (1 + i / columns);
    }
    TensorKernel.Codes small = tensors.int8(scope, scope.create(values, new Shape(rows, columns)));
    float[] scales = tensors.toFloat32(scope, small.scales()).toFloatArray();
    float[] back = tensors.toFloat32(scope, small.codes()).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      float scale = scales[i / columns];
      assertEquals(values[i], back[i] * scale, scale * 0.5 + 1e-6);
    }
  }
}
