package io.slipway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PmmlContentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<PMML version='4.4'/>",
        "<?xml version='1.0'?>\n<!-- <other/> -->\n<?style x?> <p:PMML xmlns:p='urn:x'>",
        "<!DOCTYPE PMML [<!ENTITY x SYSTEM 'y'>]><PMML/>",
        "\uFEFF<PMML>",
        "  \n<PMML>",
        "<?xml version='1.0'?><!-- a comment that does not end within the head"
      })
  void xmlWithAPmmlRootIsKnownWhateverStandsBeforeIt(String head) {
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE
        }) {
      assertThat(PmmlContent.of(head.getBytes(charset)))
          .as("%s", charset)
          .contains(PmmlContent.XML);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"PMML\": {", "\uFEFF {\n \"PMML\":"})
  void jsonWithAPmmlKeyIsKnown(String head) {
    assertThat(PmmlContent.of(head.getBytes(StandardCharsets.UTF_8))).contains(PmmlContent.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "{}",
        "{\"pmml\": {}}",
        "<html>",
        "<PMMLX/>",
        "PMML",
        "version https://git-lfs"
      })
  void otherContentIsNotTakenForPmml(String head) {
    assertThat(PmmlContent.of(head.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAreNotTakenForPmml() {
    assertThat(PmmlContent.of(new byte[] {8, 9, 18, 7, 112})).isEmpty();
    assertThat(PmmlContent.of(new byte[] {0})).isEmpty();
  }
}
