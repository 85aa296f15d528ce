package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All that an image holds, laid out as it will be in it, in layers by how seldom they change. */
final class RootFileSystem {

  private RootFileSystem() {}

  static List<Layer> assemble(Path root, Settings settings)
      throws IOException, InterruptedException {
    Files.createDirectories(root);
    var application = Application.layOut(root, settings);
    List<String> arguments = new ArrayList<>(application.arguments(Path.of("/"), settings));
    if (settings.bundlesJava()) {
      JavaRuntime.link(root.resolve("opt/java"), application.jars());
    }
    if (settings.base() instanceof Base.Scratch) {
      CLibraries.copy(root, FileTree.list(root).stream().filter(RootFileSystem::isNative).toList());
      SystemFiles.write(root);
    }
    if (settings.bundlesJava() && settings.training().isPresent()) {
      AheadOfTimeCache.make(root, application, settings.training().get(), settings);
      arguments.addFirst("-XX:AOTCache=/" + AheadOfTimeCache.PATH);
    }
    Files.write(root.resolve("app/java.args"), arguments);
    return layers(root);
  }

  private static boolean isNative(Path file) {
    return file.toString().endsWith(".so") || file.endsWith("bin/java");
  }

  private static List<Layer> layers(Path root) throws IOException {
    Path app = root.resolve("app");
    Predicate<Path> java = path -> path.startsWith(root.resolve("opt"));
    Predicate<Path> application = path -> path.startsWith(app);
    Predicate<Path> libraries =
        path -> path.startsWith(app.resolve("lib")) || path.startsWith(app.resolve("native"));
    Predicate<Path> cache = path -> path.equals(root.resolve(AheadOfTimeCache.PATH));
    return List.of(
        layer("system", root, java.or(application).negate()),
        layer("java", root, java),
        layer("libraries", root, libraries),
        layer("application", root, application.and(libraries.or(cache).negate())),
        layer("cache", root, cache));
  }

  private static Layer layer(String name, Path root, Predicate<Path> selected) throws IOException {
    return new Layer(name, root, FileTree.list(root).stream().filter(selected).toList());
  }
}
