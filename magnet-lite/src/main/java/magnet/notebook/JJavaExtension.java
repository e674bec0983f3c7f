package magnet.notebook;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * What JJava loads automatically once this library is on its class path: from then on cells show
 * tables, charts, texts and training in progress.
 */
public final class JJavaExtension implements Extension {

  @Override
  public void install(BaseKernel kernel) {
    MagnetNotebook.install(new JupyterKernel(kernel));
  }
}
