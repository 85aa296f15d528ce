package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionTest {

  @Test
  void aNewLeaderTakesAnEpochAboveTheOneItFinds() {
    assertThat(new Session().epoch(7)).isEqualTo(8);
  }

  @Test
  void aLeaderKeepsItsEpochWhenItSeesItsOwnDocuments() {
    var session = new Session();

    assertThat(session.epoch(0)).isEqualTo(1);
    assertThat(session.epoch(1)).isEqualTo(1);
  }

  @Test
  void aForeignDocumentThatTurnsUpLaterIsOutbidden() {
    var session = new Session();
    session.epoch(0);

    assertThat(session.epoch(5)).isEqualTo(6);
    assertThat(session.epoch(0)).isEqualTo(6);
  }
}
