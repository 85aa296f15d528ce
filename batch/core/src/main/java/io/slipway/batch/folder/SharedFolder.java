package io.slipway.batch.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder that many processes see. Names are relative, with {@code /} between folders. Safe for
 * use by many processes and threads at once: that is what it is for.
 */
public interface SharedFolder {

  /**
   * A small file as it was read.
   *
   * @param tag changes with it
   */
  @SuppressWarnings("ArrayRecordComponent") // read by one, who changes nothing
  record Document(byte[] content, String tag) {}

  /** A small file; empty if there is none. */
  Optional<Document> read(String name) throws IOException;

  /**
   * Puts a small file where there is none, or in place of one, if nobody else has done so since.
   *
   * @param seen the tag of the one that is replaced; empty if there was none
   * @return whether it was put there; false also where an answer was lost, so that its caller looks
   *     again
   */
  boolean replace(String name, byte[] content, Optional<String> seen) throws IOException;

  /**
   * Keeps a file of any size.
   *
   * @param name that nobody else uses
   * @param file all of it; it may be gone afterwards
   */
  void store(String name, Path file) throws IOException;

  /**
   * A file as one of this machine.
   *
   * @param beside a folder that it may be brought into
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  Path local(String name, Path beside) throws IOException;

  /** Names of all files below a folder, or none if there is no such folder. */
  List<String> list(String folder) throws IOException;

  /** Removes a file, if it is there. */
  void delete(String name) throws IOException;
}
