package magnet;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Finds public things without a javadoc comment, by the compiler's own parser. What overrides
 * something inherits its comment and is left alone; so are members of types that are not public.
 */
final class Undocumented extends TreePathScanner<Void, Void> {

  private final CompilationUnitTree unit;
  private final Trees trees;
  private final List<String> found;

  private Undocumented(CompilationUnitTree unit, Trees trees, List<String> found) {
    this.unit = unit;
    this.trees = trees;
    this.found = found;
  }

  /** One line for each undocumented public thing: file, line and what it is. */
  static List<String> in(List<Path> files) throws IOException {
    List<String> found = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, sources, null, null, null, sources.getJavaFileObjectsFromPaths(files));
      Trees trees = Trees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Undocumented(unit, trees, found).scan(unit, null);
      }
    }
    return found;
  }

  @Override
  public Void visitClass(ClassTree type, Void none) {
    if (!isPublic(type.getModifiers())) {
      return null;
    }
    check(type, type.getSimpleName().toString());
    return super.visitClass(type, none);
  }

  @Override
  public Void visitMethod(MethodTree method, Void none) {
    boolean inherits =
        method.getModifiers().getAnnotations().stream()
            .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    if (!inherits && isPublic(method.getModifiers())) {
      check(method, method.getName() + "()");
    }
    return null;
  }

  @Override
  public Void visitVariable(VariableTree field, Void none) {
    if (isPublic(field.getModifiers())) {
      check(field, field.getName().toString());
    }
    return null;
  }

  /** Members of an interface are public without saying so. */
  private boolean isPublic(ModifiersTree modifiers) {
    TreePath parent = getCurrentPath().getParentPath();
    boolean inInterface =
        parent.getLeaf().getKind() == Tree.Kind.INTERFACE
            && !modifiers.getFlags().contains(Modifier.PRIVATE);
    return inInterface || modifiers.getFlags().contains(Modifier.PUBLIC);
  }

  private void check(Tree tree, String name) {
    if (trees.getDocComment(getCurrentPath()) == null) {
      long line =
          unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
      found.add(unit.getSourceFile().getName() + ":" + line + ": " + name + " has no javadoc");
    }
  }
}
