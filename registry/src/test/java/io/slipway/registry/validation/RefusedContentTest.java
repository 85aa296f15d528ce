package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedContentTest {

  private static Optional<String> refusal(byte[] file) {
    int count = Math.min(file.length, RefusedContent.SAMPLE_BYTES);
    return RefusedContent.of(
        Arrays.copyOf(file, count), Arrays.copyOfRange(file, file.length - count, file.length));
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(1);
      }
    }
    return bytes.toByteArray();
  }

  /** Written by CPython's pickle, protocols 0 to 5: a call of os.system, a list, a dictionary. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "63706f7369780a73797374656d0a70300a2856747275650a70310a7470320a5270330a2e",
        "286c70300a49310a6149320a612e",
        "286470300a2e",
        "63706f7369780a73797374656d0a71002858040000007472756571017471025271032e",
        "5d7100284b014b02652e",
        "7d71002e",
        "800263706f7369780a73797374656d0a710058040000007472756571018571025271032e",
        "80025d7100284b014b02652e",
        "80037d71002e",
        "8004951f000000000000008c05706f736978948c0673797374656d9493948c047472756594859452942e",
        "80047d942e",
        "80059509000000000000005d94284b014b02652e",
      })
  void aPickleIsRefusedByName(String hex) {
    assertThat(refusal(HexFormat.of().parseHex(hex)))
        .hasValueSatisfying(
            what ->
                assertThat(what)
                    .startsWith("a Python pickle,")
                    .contains("export the model as PMML"));
  }

  @Test
  void aPickleOfJoblibIsCalledSo() {
    String head = "\u0080\u0004\u0095\u0010\0\0\0\0\0\0\0\u008c\u0013joblib.numpy_pickle\u0094";

    assertThat(refusal((head + "\0".repeat(200_000) + ".").getBytes(StandardCharsets.ISO_8859_1)))
        .hasValueSatisfying(
            what -> assertThat(what).startsWith("a Python pickle written by joblib"));
  }

  @ParameterizedTest
  @CsvSource({
    "archive/data.pkl, a PyTorch file (torch.save or TorchScript)",
    "model.weights.h5, a Keras file",
    "coef.npy, a NumPy archive",
    "META-INF/MANIFEST.MF, a Java archive",
    "model.pmml, a zip archive",
  })
  void aZipArchiveIsRefusedByWhatIsInIt(String entry, String name) throws IOException {
    assertThat(refusal(zip("first", entry)))
        .hasValueSatisfying(what -> assertThat(what).startsWith(name));
  }

  @Test
  void torchBeforeItsZipArchivesIsKnown() {
    byte[] file = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e" + "00".repeat(10));

    assertThat(refusal(file)).hasValueSatisfying(what -> assertThat(what).contains("PyTorch"));
  }

  @ParameterizedTest
  @CsvSource({
    "894844460d0a1a0a00, an HDF5 file",
    "934e554d5059010076, a NumPy array",
    "aced00057372, a serialized Java object",
    "cafebabe0000, compiled code",
    "7f454c460201, a library of native code",
    "425a683931415926535900, packed with bzip2",
    "fd377a585a00, packed with xz",
    "28b52ffd, packed with Zstandard",
    "04224d18, packed with LZ4",
  })
  void otherFilesThatHoldCodeOrFilesAreKnownByTheirFirstBytes(String hex, String name) {
    assertThat(refusal(HexFormat.of().parseHex(hex)))
        .hasValueSatisfying(what -> assertThat(what).contains(name));
  }

  @Test
  void whatGzipAndTarWriteIsKnown() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(1);
    }
    byte[] tar = new byte[512];
    System.arraycopy("ustar\0".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 6);

    assertThat(refusal(bytes.toByteArray()))
        .hasValueSatisfying(what -> assertThat(what).startsWith("packed with gzip"));
    assertThat(refusal(tar))
        .hasValueSatisfying(what -> assertThat(what).startsWith("a tar archive"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<PMML version=\"4.4\"/>",
        "{\"PMML\": {}}",
        "# Churn\n\nTrained in October.",
        "cat\ndog\nmouse\n",
        "c\n(lp0\n",
      })
  void modelsAndNotesAreNot(String text) {
    assertThat(refusal(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  /** Files of raw numbers begin with anything: one in millions may be refused by chance. */
  @Test
  void weightsAreNot() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] weights = new byte[600];
      random.nextBytes(weights);
      weights[0] = (byte) 0x80;

      boolean pickle = weights[1] >= 1 && weights[1] <= 5 && weights[599] == '.';
      assertThat(refusal(weights)).as("file %d", i).matches(what -> pickle || what.isEmpty());
    }
  }
}
