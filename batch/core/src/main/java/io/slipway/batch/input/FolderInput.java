package io.slipway.batch.input;

import io.slipway.batch.plan.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files in a folder of a mounted volume, and in folders below it. Names that begin with a dot or an
 * underscore are left out, as big-data engines write theirs beside the data.
 *
 * @param root the folder, or a single file
 */
public record FolderInput(Path root) implements Input {
  /** How often a folder is listed whose files are just being renamed. */
  private static final int TRIES = 20;

  /** What finds all files below a folder. */
  interface Walk {
    Stream<Path> below(Path folder) throws IOException;
  }

  @Override
  public List<InputFile> list() throws IOException {
    return list(Files::walk);
  }

  List<InputFile> list(Walk walk) throws IOException {
    if (Files.isRegularFile(root)) {
      return List.of(asItIs(String.valueOf(root.getFileName()), root));
    }
    for (int left = TRIES; left > 0; left--) {
      try {
        return listOnce(walk);
      } catch (NoSuchFileException e) {
        if (!Files.exists(root)) {
          throw e;
        }
      }
    }
    throw new IOException(
        root + ": files go away while they are listed, again and again; wait for whoever writes");
  }

  /**
   * @throws NoSuchFileException if one went away meanwhile: under its new name it may be missed
   */
  private List<InputFile> listOnce(Walk walk) throws IOException {
    List<InputFile> files = new ArrayList<>();
    try (Stream<Path> all = walk.below(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!isData(root.relativize(path))) {
          continue;
        }
        if (Files.isRegularFile(path)) {
          files.add(asItIs(name(path), path));
        } else if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw new NoSuchFileException(path.toString());
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static boolean isData(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  private String name(Path path) {
    List<String> parts = new ArrayList<>();
    root.relativize(path).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static InputFile asItIs(String name, Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new InputFile(name, now.size(), now.lastModifiedTime().toInstant().toString());
  }

  @Override
  public InputStream open(InputFile file, long from) throws IOException {
    Path path = Files.isRegularFile(root) ? root : root.resolve(file.name());
    SeekableByteChannel channel;
    try {
      channel = Files.newByteChannel(path);
    } catch (NoSuchFileException e) {
      throw new InputChangedException(file.name(), "it is gone");
    }
    try {
      InputFile now = asItIs(file.name(), path);
      if (!now.equals(file)) {
        throw new InputChangedException(
            file.name(),
            "it had %d bytes and was written at %s, and has %d and was written at %s"
                .formatted(file.bytes(), file.mark(), now.bytes(), now.mark()));
      }
      return Channels.newInputStream(channel.position(from));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
