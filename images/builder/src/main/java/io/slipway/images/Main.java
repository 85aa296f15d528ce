package io.slipway.images;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Builds one image and writes {@code image.properties} beside it: its {@code reference}, the {@code
 * tar} file, or the {@code digest} under which it was pushed, and its size. A build whose inputs
 * are those of the last one does nothing.
 */
public final class Main {

  private Main() {}

  /**
   * Builds the image that the arguments describe.
   *
   * @param args {@code --key=value}, as {@link Settings} lists them
   * @throws IOException when a file cannot be read or written
   * @throws InterruptedException when the build is stopped
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try {
      build(Settings.parse(args));
    } catch (ImageException e) {
      System.err.println("image: " + e.getMessage());
      System.exit(1);
    }
  }

  static void build(Settings wanted) throws IOException, InterruptedException {
    Settings settings = trainable(wanted);
    var fingerprint = new Fingerprint(settings.output().resolve("image.fingerprint"));
    String inputs = Fingerprint.of(settings);
    var result = BuiltImage.in(settings.output());
    if (fingerprint.matches(inputs) && result.isPresent()) {
      report("unchanged", result.get());
      return;
    }
    fingerprint.forget();
    Path root = settings.output().resolve("root");
    FileTree.delete(root);
    List<Layer> layers = RootFileSystem.assemble(root, settings);
    var image = ContainerImage.write(settings, layers);
    image.save(settings.output());
    fingerprint.remember(inputs);
    report("built", image);
  }

  /** An image without an ahead-of-time cache does the same and starts slower. */
  private static Settings trainable(Settings wanted) {
    Optional<String> lacking = wanted.training().flatMap(Training::lacking);
    if (lacking.isEmpty() || !wanted.bundlesJava()) {
      return wanted;
    }
    System.out.printf(
        "image %s gets no ahead-of-time cache, for want of an API server to train it against: %s%n",
        wanted.name(), lacking.get());
    return wanted.withoutTraining();
  }

  private static void report(String what, BuiltImage image) {
    System.out.printf(
        Locale.ROOT,
        "image %s %s: %.1f MB compressed%s%n",
        image.reference(),
        what,
        image.bytes() / 1e6,
        image.tar().map(tar -> ", " + tar.getFileName()).orElse(", pushed"));
  }
}
