package io.slipway.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shared libraries of this machine that native code in the image links against, with the
 * notices of the packages they come from. They keep their paths, which are those that the dynamic
 * loader knows without a cache.
 */
final class CLibraries {

  /** Loaded by name at run time: glibc's ways of looking up hosts and users. */
  private static final List<String> LOADED_BY_NAME =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "librt.so.1");

  /** The container runtime mounts it from the node, whose kernel module it has to match. */
  private static final String NVIDIA_DRIVER = "libcuda.so";

  private static final Pattern FOUND = Pattern.compile("(?:=> |^\\s*)(/\\S+) \\(0x");
  private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");

  private CLibraries() {}

  /** Whether this machine is Linux with glibc. */
  static boolean available() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return false;
    }
    try {
      String version = Command.run(List.of("ldd", "--version"));
      return version.contains("GLIBC") || version.contains("GNU libc");
    } catch (IOException | ImageException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where this machine's dynamic loader finds libc.so.6, and looks for whatever lies beside it. */
  static Path folder(Path program) throws IOException, InterruptedException {
    return linkedBy(program, List.of()).stream()
        .filter(library -> library.endsWith("libc.so.6"))
        .findFirst()
        .map(Path::getParent)
        .orElseThrow(() -> new ImageException(program + " does not link against libc.so.6"));
  }

  /** Copies what the native files under the root need from outside it. */
  static void copy(Path root, List<Path> nativeFiles) throws IOException, InterruptedException {
    SortedSet<Path> libraries = new TreeSet<>();
    for (Path file : nativeFiles) {
      libraries.addAll(linkedBy(file, nativeFiles));
    }
    libraries.removeIf(library -> library.startsWith(root));
    Path libc =
        libraries.stream()
            .filter(library -> library.endsWith("libc.so.6"))
            .findFirst()
            .orElseThrow(() -> new ImageException("nothing in the image links against libc.so.6"));
    for (String name : LOADED_BY_NAME) {
      Path library = libc.resolveSibling(name);
      if (Files.exists(library)) {
        libraries.add(library);
        libraries.addAll(linkedBy(library, nativeFiles));
      }
    }
    for (Path library : libraries) {
      Path target = root.resolve(library.toString().substring(1));
      Files.createDirectories(target.getParent());
      Files.copy(library, target);
      copyNotice(root, library);
    }
  }

  private static SortedSet<Path> linkedBy(Path file, List<Path> nativeFiles)
      throws IOException, InterruptedException {
    SortedSet<Path> libraries = new TreeSet<>();
    for (String line : Command.run(List.of("ldd", file.toString())).split("\n", -1)) {
      Matcher found = FOUND.matcher(line);
      Matcher missing = MISSING.matcher(line);
      if (found.find()) {
        Path library = Path.of(found.group(1));
        // This machine may have a CUDA and a driver of its own.
        if (!isElsewhere(nativeFiles, library.getFileName().toString())) {
          libraries.add(library);
        }
      } else if (missing.find() && !isElsewhere(nativeFiles, missing.group(1))) {
        throw new ImageException(
            file.getFileName() + " needs " + missing.group(1) + ", which this machine lacks");
      }
    }
    return libraries;
  }

  /**
   * Whether a library is in the image already, or the node's to give. Those of the image that link
   * against each other are loaded in turn by their full paths, or lie where the loader looks.
   */
  private static boolean isElsewhere(List<Path> nativeFiles, String library) {
    return library.startsWith(NVIDIA_DRIVER)
        || nativeFiles.stream().anyMatch(file -> library.startsWith(file.getFileName().toString()));
  }

  /** The notice of the Debian package that a library comes from, where there is one. */
  private static void copyNotice(Path root, Path library) throws IOException, InterruptedException {
    if (Files.notExists(Path.of("/usr/bin/dpkg-query"))) {
      return;
    }
    for (Path path : List.of(library, library.toRealPath(), Path.of("/usr" + library))) {
      Command.Result query =
          Command.attempt(List.of("/usr/bin/dpkg-query", "--search", path.toString()));
      if (query.succeeded()) {
        String name = query.output().substring(0, query.output().indexOf(':'));
        Path notice = Path.of("/usr/share/doc", name, "copyright");
        Path target = root.resolve(notice.toString().substring(1));
        if (Files.exists(notice) && Files.notExists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(notice, target);
        }
        return;
      }
    }
  }
}
