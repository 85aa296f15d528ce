package io.slipway.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Layers and a start command as an image: an archive, or pushed to a registry. */
final class ContainerImage {

  private ContainerImage() {}

  static BuiltImage write(Settings settings, List<Layer> layers)
      throws IOException, InterruptedException {
    try {
      ImageReference reference = reference(settings, layers);
      JibContainerBuilder image = describe(settings, layers);
      Optional<Path> tar =
          settings.registry().isPresent()
              ? Optional.empty()
              : Optional.of(settings.output().resolve(settings.name() + ".tar"));
      Path cache = settings.output().resolve("layers");
      var to = tar.isPresent() ? archive(tar.get(), reference) : registry(reference);
      JibContainer written =
          image.containerize(
              to.setApplicationLayersCache(cache)
                  .setBaseImageLayersCache(cache)
                  .setAllowInsecureRegistries(reference.getRegistry().startsWith("localhost"))
                  .setToolName("slipway"));
      long bytes = tar.isPresent() ? Files.size(tar.get()) : compressed(cache);
      Optional<String> digest =
          tar.isPresent() ? Optional.empty() : Optional.of(written.getDigest().toString());
      return new BuiltImage(reference.toString(), tar, digest, bytes);
    } catch (InvalidImageReferenceException
        | RegistryException
        | CacheDirectoryCreationException
        | ExecutionException e) {
      throw new ImageException(settings.name() + " could not be written: " + e.getMessage(), e);
    }
  }

  private static JibContainerBuilder describe(Settings settings, List<Layer> layers)
      throws IOException, InvalidImageReferenceException {
    JibContainerBuilder image =
        switch (settings.base()) {
          case Base.Scratch() -> Jib.fromScratch();
          case Base.Image base -> Jib.from(base.reference());
        };
    image.setPlatforms(platforms(settings));
    for (Layer layer : layers) {
      if (!layer.paths().isEmpty()) {
        image.addFileEntriesLayer(entries(layer, settings.timestamp()));
      }
    }
    if (settings.usesCuda()) {
      // What the node's driver is mounted for. Which GPUs is the device plugin's to say: an image
      // that names some shows them to pods that asked for none.
      image.addEnvironmentVariable("NVIDIA_DRIVER_CAPABILITIES", "compute,utility");
    }
    return image
        .setEntrypoint(
            settings.bundlesJava() ? "/opt/java/bin/java" : "java",
            "@/app/java.args",
            settings.mainClass())
        .setUser(SystemFiles.USER)
        .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
        .addEnvironmentVariable("LC_ALL", SystemFiles.LOCALE)
        .addLabel("org.opencontainers.image.title", settings.name())
        .addLabel("org.opencontainers.image.version", settings.version())
        .setCreationTime(settings.timestamp());
  }

  private static Set<Platform> platforms(Settings settings) {
    return settings.platforms().stream()
        .map(platform -> platform.split("/", 2))
        .map(parts -> new Platform(parts[1], parts[0]))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static FileEntriesLayer entries(Layer layer, Instant timestamp) throws IOException {
    var builder = FileEntriesLayer.builder().setName(layer.name());
    for (Path path : layer.paths()) {
      String mode = path.endsWith("tmp") ? "777" : Files.isExecutable(path) ? "755" : "644";
      builder.addEntry(
          path,
          AbsoluteUnixPath.get(layer.inImage(path)),
          FilePermissions.fromOctalString(mode),
          timestamp);
    }
    return builder.build();
  }

  private static ImageReference reference(Settings settings, List<Layer> layers)
      throws InvalidImageReferenceException {
    return ImageReference.parse(
        settings.registry().orElse("slipway")
            + "/"
            + settings.name()
            + ":"
            + tag(settings, layers));
  }

  /**
   * Made from the content: a rebuilt image never hides behind the tag of another. The ahead-of-time
   * cache counts as there or not: no two training runs write the same bytes, and what the image
   * does is the same with either, so that two builds of one commit on one machine agree. The digest
   * tells them apart.
   */
  static String tag(Settings settings, List<Layer> layers) {
    String content =
        layers.stream()
            .flatMap(layer -> layer.paths().stream().map(path -> describe(layer, path)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n", settings.base() + "\n", ""));
    return settings.version() + "-" + Fingerprint.sha256(content).substring(0, 12);
  }

  private static Optional<String> describe(Layer layer, Path path) {
    String name = layer.inImage(path);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    return Optional.of(
        name.equals("/" + AheadOfTimeCache.PATH) ? name : name + " " + FileTree.sha256(path));
  }

  private static Containerizer archive(Path tar, ImageReference reference) {
    return Containerizer.to(TarImage.at(tar).named(reference));
  }

  private static Containerizer registry(ImageReference reference) throws IOException {
    var credentials = CredentialRetrieverFactory.forImage(reference, event -> {});
    return Containerizer.to(
        RegistryImage.named(reference).addCredentialRetriever(credentials.dockerConfig()));
  }

  private static long compressed(Path cache) throws IOException {
    long bytes = 0;
    for (Path path : FileTree.list(cache)) {
      bytes += Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return bytes;
  }
}
