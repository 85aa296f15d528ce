package io.slipway.server.source;

import io.slipway.server.source.SourceException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of a mounted folder. Whoever fills the folder decides nothing about the rest of the pod: a
 * link is followed only while it stays within the folder, as a ConfigMap's own links do.
 */
final class MountedFileSource implements Source {
  private final String display;
  private final Path folder;
  private final String path;

  /**
   * @param display the URI that stands for it
   * @param folder where it is mounted
   * @param path relative to the folder
   */
  MountedFileSource(String display, Path folder, String path) {
    this.display = display;
    this.folder = folder;
    this.path = path;
  }

  @Override
  public String display() {
    return display;
  }

  @Override
  public Content open(Optional<Resume> resume) throws SourceException {
    try {
      Path file = inside();
      if (Files.isDirectory(file)) {
        throw new SourceException(
            Reason.UNSUPPORTED,
            display
                + " is a folder: a model is one file here"
                + " (save an ONNX model with its weights inside)");
      }
      if (!Files.isRegularFile(file)) {
        throw new SourceException(Reason.UNSUPPORTED, display + " is not a regular file");
      }
      return new Content(
          Files.newInputStream(file), 0, OptionalLong.of(Files.size(file)), Optional.empty());
    } catch (NoSuchFileException | InvalidPathException e) {
      throw notFound(e);
    } catch (AccessDeniedException e) {
      throw new SourceException(
          Reason.FORBIDDEN,
          display
              + " cannot be read by the pod's user: make the file readable for all, or by group",
          e);
    } catch (FileSystemLoopException e) {
      throw new SourceException(Reason.NOT_FOUND, display + " is a link to itself", e);
    } catch (IOException e) {
      if (leadsThroughAFile()) {
        throw notFound(e);
      }
      throw new SourceException(
          Reason.UNREACHABLE, display + " cannot be read: the volume fails", e);
    }
  }

  private SourceException notFound(Exception cause) {
    return new SourceException(
        Reason.NOT_FOUND,
        display + " does not exist: check the name, and that the volume holds the file",
        cause);
  }

  /** The system says "not a directory", for which Java has no exception of its own. */
  private boolean leadsThroughAFile() {
    for (Path above = folder.resolve(path).getParent();
        above != null && above.startsWith(folder);
        above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return false;
  }

  private Path inside() throws IOException, SourceException {
    Path root = folder.toRealPath();
    Path file = root.resolve(path).toRealPath();
    if (!file.startsWith(root)) {
      throw new SourceException(
          Reason.FORBIDDEN, display + " leads out of its volume: put the file itself there");
    }
    return file;
  }
}
