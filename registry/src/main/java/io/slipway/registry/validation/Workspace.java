package io.slipway.registry.validation;

import io.slipway.registry.validation.Reason.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder for one validation: the version's files laid out as its manifest has them, and nothing
 * else beside them; an empty folder to run in; one for temporary files.
 */
final class Workspace implements AutoCloseable {
  private static final int MOST_FILES = 1_000;
  private static final int MOST_LEVELS = 16;
  private static final int LONGEST_NAME = 200;
  private static final Pattern NAME = Pattern.compile("[^/\\\\\\p{Cc}\\p{Cf}:*?\"<>|]+");

  private final Path folder;

  private Workspace(Path folder) {
    this.folder = folder;
  }

  static Workspace in(Path parent) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory(parent, "validation-"));
    for (Path made : List.of(workspace.files(), workspace.empty(), workspace.temporary())) {
      Files.createDirectory(made);
    }
    return workspace;
  }

  Path files() {
    return folder.resolve("files");
  }

  Path empty() {
    return folder.resolve("empty");
  }

  Path temporary() {
    return folder.resolve("temporary");
  }

  /** What is wrong with how the files of a version are called, if anything is. */
  static List<Reason> wrongPaths(List<VersionFile> files) {
    if (files.isEmpty()) {
      return List.of(new Reason(Kind.FORMAT_UNKNOWN, "", "the version has no file"));
    }
    if (files.size() > MOST_FILES) {
      return List.of(
          new Reason(
              Kind.PATH_INVALID,
              "",
              "the version has %d files; %d are the most".formatted(files.size(), MOST_FILES)));
    }
    List<Reason> wrong = new ArrayList<>();
    for (VersionFile file : files) {
      wrongPath(file.path())
          .ifPresent(words -> wrong.add(Reason.about(file.path(), Kind.PATH_INVALID, words)));
    }
    return wrong;
  }

  private static Optional<String> wrongPath(String path) {
    String[] names = path.split("/", -1);
    if (names.length > MOST_LEVELS) {
      return Optional.of("a path has %d names at most".formatted(MOST_LEVELS));
    }
    for (String name : names) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return Optional.of(
            "a path leads into the version's own folder: relative, without '..', '.' or '//'");
      }
      if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
        return Optional.of(
            "a name in a path has %d characters at most, and none of \\ : * ? \" < > | or control characters"
                .formatted(LONGEST_NAME));
      }
    }
    return Optional.empty();
  }

  /**
   * Puts a file where the manifest has it, and looks at it.
   *
   * @param file whose path is right
   */
  Optional<Reason> lay(VersionFile file) throws IOException {
    try {
      Path place = files().resolve(file.path());
      Files.createDirectories(place.resolveSibling(""));
      link(file.bytes(), place);
      return refusal(file.path(), place);
    } catch (InvalidPathException | FileAlreadyExistsException e) {
      return Optional.of(
          Reason.about(
              file.path(),
              Kind.PATH_INVALID,
              "no file can be called so here, or another file of the version is in its way"));
    }
  }

  private static void link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException e) {
      Files.copy(from, to);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another file system, as a rule.
      Files.copy(from, to);
    }
  }

  private static Optional<Reason> refusal(String path, Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      int count = (int) Math.min(bytes.length(), RefusedContent.SAMPLE_BYTES);
      byte[] head = new byte[count];
      bytes.readFully(head);
      byte[] tail = new byte[count];
      bytes.seek(bytes.length() - count);
      bytes.readFully(tail);
      return RefusedContent.of(head, tail)
          .map(what -> Reason.about(path, Kind.FORMAT_REFUSED, "it is " + what));
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** Follows no link. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
