package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Weights in files of their own. The model names them, so a hostile one would have any file of the
 * pod read into its answers: only regular files inside the model's own folder are let through, and
 * no link, for it may lead out of it. Refusals do not repeat a path that leads elsewhere.
 */
final class ExternalDataCheck {
  private ExternalDataCheck() {}

  /**
   * @param bytes what the tensor's dimensions need
   * @param model the model's file
   */
  static void check(TensorProto tensor, long bytes, Path model) throws ModelLoadException {
    String name = Refusals.quoted(tensor.name());
    Path data = locate(tensor, name, model);
    long size;
    try {
      size = Files.size(data);
    } catch (IOException e) {
      throw Refusals.invalid("the external data of the tensor " + name + " cannot be read");
    }
    long offset = number(tensor, "offset", 0);
    long length = number(tensor, "length", bytes);
    if (offset > size || length > size - offset) {
      throw Refusals.invalid(
          "the external data of the tensor " + name + " would end beyond the end of its file");
    }
    if (length != bytes) {
      throw Refusals.invalid(
          "the external data of the tensor %s is %d bytes long; its dimensions need %d"
              .formatted(name, length, bytes));
    }
  }

  private static Path locate(TensorProto tensor, String name, Path model)
      throws ModelLoadException {
    String location = tensor.external().getOrDefault("location", "");
    Path folder = model.toAbsolutePath().normalize().getParent();
    Path relative;
    try {
      relative = Path.of(location);
    } catch (InvalidPathException e) {
      throw outside(name);
    }
    if (folder == null
        || location.isEmpty()
        || location.contains("://")
        || location.contains("\\")
        || relative.isAbsolute()) {
      throw outside(name);
    }
    for (Path part : relative) {
      // Even one that comes back into the folder: a link on the way would lead it elsewhere.
      if (part.toString().equals("..")) {
        throw outside(name);
      }
    }
    Path at = folder;
    for (Path part : relative) {
      at = at.resolve(part);
      if (Files.isSymbolicLink(at)) {
        throw outside(name);
      }
    }
    if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
      throw Refusals.invalid(
          "the file %s with the external data of the tensor %s is not beside the model; publish it with the model, or export the model as one file"
              .formatted(Refusals.quoted(location), name));
    }
    if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
      throw outside(name);
    }
    return at;
  }

  private static long number(TensorProto tensor, String key, long absent)
      throws ModelLoadException {
    String text = tensor.external().get(key);
    if (text == null) {
      return absent;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a negative number is.
    }
    throw Refusals.invalid(
        "the external data of the tensor "
            + Refusals.quoted(tensor.name())
            + " has an "
            + key
            + " that is no number of bytes");
  }

  private static ModelLoadException outside(String tensor) {
    return Refusals.invalid(
        "the external data of the tensor "
            + tensor
            + " is not a regular file in the model's own folder; only those are read");
  }
}
