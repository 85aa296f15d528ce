package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that an image holds, laid out as it will be in it, in layers by how seldom they change. */
final class RootFileSystem {

  private static final Pattern LIBRARY = Pattern.compile("\\.so(\\.\\d+)*$");

  private RootFileSystem() {}

  static List<Layer> assemble(Path root, Settings settings)
      throws IOException, InterruptedException {
    Files.createDirectories(root);
    var application = Application.layOut(root, settings);
    List<String> arguments = new ArrayList<>(settings.startOptions());
    arguments.addAll(application.arguments(Path.of("/"), settings));
    if (settings.bundlesJava()) {
      JavaRuntime.link(root.resolve("opt/java"), application.jars());
    }
    List<Layer> cuda = List.of();
    if (settings.base() instanceof Base.Scratch) {
      if (settings.wheels().isPresent()) {
        Path place = CLibraries.folder(root.resolve("opt/java/bin/java"));
        cuda = CudaLibraries.copy(root, place, settings.wheels().get());
      }
      CLibraries.copy(root, FileTree.list(root).stream().filter(RootFileSystem::isNative).toList());
      SystemFiles.write(root);
    }
    if (settings.bundlesJava() && settings.training().isPresent()) {
      AheadOfTimeCache.make(root, application, settings.training().get(), settings);
      arguments.addFirst("-XX:AOTCache=/" + AheadOfTimeCache.PATH);
    }
    Files.write(root.resolve("app/java.args"), arguments);
    return layers(root, cuda);
  }

  private static boolean isNative(Path file) {
    return LIBRARY.matcher(file.toString()).find() || file.endsWith("bin/java");
  }

  private static List<Layer> layers(Path root, List<Layer> cuda) throws IOException {
    Set<Path> fromWheels =
        cuda.stream().flatMap(layer -> layer.paths().stream()).collect(Collectors.toSet());
    Path app = root.resolve("app");
    Predicate<Path> java = path -> path.startsWith(root.resolve("opt"));
    Predicate<Path> application = path -> path.startsWith(app);
    Predicate<Path> libraries =
        path -> path.startsWith(app.resolve("lib")) || path.startsWith(app.resolve("native"));
    Predicate<Path> cache = path -> path.equals(root.resolve(AheadOfTimeCache.PATH));
    List<Layer> layers = new ArrayList<>(cuda);
    layers.add(layer("system", root, java.or(application).or(fromWheels::contains).negate()));
    layers.add(layer("java", root, java));
    layers.add(layer("libraries", root, libraries));
    layers.add(layer("application", root, application.and(libraries.or(cache).negate())));
    layers.add(layer("cache", root, cache));
    return layers;
  }

  private static Layer layer(String name, Path root, Predicate<Path> selected) throws IOException {
    return new Layer(name, root, FileTree.list(root).stream().filter(selected).toList());
  }
}
