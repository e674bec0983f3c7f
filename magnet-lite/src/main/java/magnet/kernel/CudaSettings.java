package magnet.kernel;

/**
 * CUDA settings that PyTorch gets before it is loaded, from system properties.
 *
 * <ul>
 *   <li>{@code magnet.cuda.tf32=true}: float32 matrices are multiplied in TF32, faster and with
 *       three decimal digits; off by default, as in PyTorch.
 *   <li>{@code magnet.cuda.allocator}: what PYTORCH_CUDA_ALLOC_CONF says; by default {@code
 *       expandable_segments:True}, as batches change their shape from step to step.
 * </ul>
 */
final class CudaSettings {

  static final String TF32 = "magnet.cuda.tf32";
  static final String ALLOCATOR = "magnet.cuda.allocator";
  static final String STREAMS = "ai.djl.pytorch.enable_cuda_stream";
  private static final String EXPANDABLE = "expandable_segments:True";

  private CudaSettings() {}

  /** Hands the settings over; one that cannot be honoured is refused. */
  static void apply() {
    if (Boolean.getBoolean(STREAMS)) {
      throw new IllegalStateException(
          "-D"
              + STREAMS
              + "=true lets calls overtake one another on a GPU, and caches that are written in"
              + " place would be read too early; leave it out.");
    }
    String tf32 = System.getProperty(TF32, "false");
    if (!tf32.equals("true") && !tf32.equals("false")) {
      throw new IllegalStateException("-D" + TF32 + "=" + tf32 + ", expected true or false.");
    }
    if (!NativeEnvironment.isWritable()) {
      if (tf32.equals("true") || System.getProperty(ALLOCATOR) != null) {
        throw new IllegalStateException(
            ("-D%s and -D%s work on Linux only; set TORCH_ALLOW_TF32_CUBLAS_OVERRIDE=1 or"
                    + " PYTORCH_CUDA_ALLOC_CONF before Java starts.")
                .formatted(TF32, ALLOCATOR));
      }
      return;
    }
    if (tf32.equals("true")) {
      NativeEnvironment.set("TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "1");
    }
    NativeEnvironment.set("PYTORCH_CUDA_ALLOC_CONF", System.getProperty(ALLOCATOR, EXPANDABLE));
  }
}
