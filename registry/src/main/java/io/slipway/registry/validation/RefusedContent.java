package io.slipway.registry.validation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows files that are refused whatever the model beside them: those whose reading runs code that
 * is in them, and those that hold other files, which nobody has looked at. By their content, never
 * by their name. Pure.
 */
final class RefusedContent {
  /** How much of a file's beginning and end is looked at. */
  static final int SAMPLE_BYTES = 64 * 1024;

  private static final String PICKLE =
      "which runs code that is in it when it is read: export the model as PMML or ONNX (sklearn2pmml, skl2onnx, torch.onnx) and push that";
  private static final String UNPACK =
      "and whatever is in an archive is not looked at: unpack it and push its files";

  /** Beginnings that say what a file is, as ISO-8859-1. */
  private record Magic(int at, String bytes, String kind) {}

  private static final List<Magic> MAGIC =
      List.of(
          new Magic(
              0,
              "\u0089HDF\r\n\u001a\n",
              "an HDF5 file (Keras, or weights), whose layers may hold Python code: export the model as ONNX (tf2onnx) and push that"),
          new Magic(
              0,
              "\u0093NUMPY",
              "a NumPy array, which may hold pickled Python objects: export the model as PMML or ONNX"),
          new Magic(
              0,
              "\u00ac\u00ed\u0000\u0005",
              "a serialized Java object, which runs code when it is read: export the model as PMML or ONNX"),
          new Magic(0, "\u00ca\u00fe\u00ba\u00be", "compiled code: a model is data"),
          new Magic(0, "\u007fELF", "a program or a library of native code: a model is data"),
          new Magic(0, "\u001f\u008b\b", "packed with gzip, " + UNPACK),
          new Magic(4, "1AY&SY", "packed with bzip2, " + UNPACK),
          new Magic(0, "\u00fd7zXZ\u0000", "packed with xz, " + UNPACK),
          new Magic(0, "(\u00b5/\u00fd", "packed with Zstandard, " + UNPACK),
          new Magic(0, "\u0004\"M\u0018", "packed with LZ4, " + UNPACK),
          new Magic(0, "7z\u00bc\u00af'\u001c", "a 7z archive, " + UNPACK),
          new Magic(0, "Rar!\u001a\u0007", "a RAR archive, " + UNPACK),
          new Magic(257, "ustar", "a tar archive, " + UNPACK));

  /** The number that torch.save wrote first before it wrote zip archives. */
  private static final String OLD_TORCH =
      "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";

  /** Protocol 0 and 1 have no magic: a call of a global, or the mark and a container. */
  private static final Pattern OLD_PICKLE =
      Pattern.compile(
          "(?s)(c[\\w.]+\n[\\w.]+\n|\\((c[\\w.]+\n[\\w.]+\n|i[\\w.]+\n|[dl]p\\d+\n)|[\\]}]q\u0000).*");

  private static final int PICKLE_PROTOCOL = 0x80;
  private static final int LAST_PROTOCOL = 5;

  private RefusedContent() {}

  /**
   * What a file is, as the end of the sentence "it is ...", if it is refused.
   *
   * @param head its first {@link #SAMPLE_BYTES}, or all
   * @param tail its last so many, or all
   */
  static Optional<String> of(byte[] head, byte[] tail) {
    String begin = new String(head, StandardCharsets.ISO_8859_1);
    String end = new String(tail, StandardCharsets.ISO_8859_1);
    if (begin.startsWith("PK\u0003\u0004") || begin.startsWith("PK\u0005\u0006")) {
      return Optional.of(zip(begin + end));
    }
    if (isPickle(head, begin, end)) {
      return Optional.of(pickle(begin));
    }
    return MAGIC.stream()
        .filter(magic -> begin.startsWith(magic.bytes(), magic.at()))
        .map(Magic::kind)
        .findFirst();
  }

  private static boolean isPickle(byte[] head, String begin, String end) {
    if (begin.startsWith(OLD_TORCH)) {
      return true;
    }
    // Raw weights or a list of words may begin like one, but hardly end with its last instruction.
    boolean begins =
        (head.length >= 2 && (head[0] & 0xff) == PICKLE_PROTOCOL)
            ? head[1] >= 1 && head[1] <= LAST_PROTOCOL
            : OLD_PICKLE.matcher(begin).matches();
    return begins && end.endsWith(".");
  }

  private static String pickle(String begin) {
    if (begin.startsWith(OLD_TORCH)) {
      return "a PyTorch file of torch.save, a Python pickle, " + PICKLE;
    }
    return names(begin, "joblib")
        ? "a Python pickle written by joblib, " + PICKLE
        : "a Python pickle, " + PICKLE;
  }

  /** Names of entries stand uncompressed before their content, and again at the end. */
  private static String zip(String text) {
    if (names(text, "data.pkl")) {
      return "a PyTorch file (torch.save or TorchScript), a zip archive with a Python pickle, "
          + PICKLE;
    }
    if (names(text, "model.weights.h5") || names(text, ".h5")) {
      return "a Keras file, whose layers may hold Python code: export the model as ONNX (tf2onnx) and push that";
    }
    if (names(text, ".npy")) {
      return "a NumPy archive, which may hold pickled Python objects: export the model as PMML or ONNX";
    }
    if (names(text, "META-INF/MANIFEST.MF") || names(text, ".class")) {
      return "a Java archive: a model is data, and no code of others runs here";
    }
    return "a zip archive, " + UNPACK;
  }

  private static boolean names(String text, String name) {
    return text.contains(name);
  }
}
