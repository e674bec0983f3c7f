// JShell as a notebook: everything imported, charts saved to files whose names are shown, display(…) as in Jupyter.
//   bash notebooks/start.sh jshell
// or by hand: jshell --class-path magnet-lite/target/classes:… --startup DEFAULT --startup notebooks/magnet.jsh
import magnet.*;
import magnet.data.*;
import magnet.data.benchmark.*;
import magnet.pocket.*;
import magnet.eval.*;
import magnet.eval.metric.*;
import magnet.recipe.*;
import magnet.recipe.report.*;
import magnet.train.*;
import tech.tablesaw.api.*;
import static magnet.notebook.MagnetNotebook.display;
magnet.notebook.MagnetNotebook.init();
