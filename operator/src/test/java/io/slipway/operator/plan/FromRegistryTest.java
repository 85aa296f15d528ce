package io.slipway.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.observe.RegistryAnswer;
import io.slipway.operator.plan.Resolving.Resolution;
import io.slipway.operator.status.Trouble;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is served is what was last known, whatever becomes of the registry. */
class FromRegistryTest {

  private static final ResolvedModel SEVEN = model("7", "a");
  private static final ResolvedModel EIGHT = model("8", "b");
  private static final RegistryAnswer DOWN =
      new RegistryAnswer.Failed(Reason.REGISTRY_UNREACHABLE, "the registry gives no answer");

  @Test
  void anAliasMeansWhatItPointsToNow() {
    Resolution moved = alias(found(EIGHT), SEVEN);
    assertThat(moved.model()).contains(EIGHT);
    assertThat(moved.trouble()).isEmpty();
    assertThat(moved.concern()).isEmpty();
  }

  @Test
  void anAliasThatNobodyHasAskedAboutYetMeansWhatItMeantLast() {
    Resolution unheard = alias(RegistryAnswer.NONE, SEVEN);
    assertThat(unheard.model()).contains(SEVEN);
    assertThat(unheard.concern()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRY_UNREACHABLE", "REGISTRY_FORBIDDEN"})
  void aRegistryThatIsAwayOrLocksUsOutChangesNothingAndIsTold(Reason reason) {
    Resolution down = alias(new RegistryAnswer.Failed(reason, "why"), SEVEN);
    assertThat(down.model()).contains(SEVEN);
    assertThat(down.trouble()).isEmpty();
    assertThat(down.concern())
        .contains(new Trouble(reason, "alias champion is not followed meanwhile: why"));
  }

  @Test
  void anAliasThatWasTakenAwayLeavesWhatServesAndASpecThatSomebodyHasToCorrect() {
    Resolution gone =
        alias(new RegistryAnswer.Failed(Reason.VERSION_NOT_FOUND, "no such alias"), SEVEN);
    assertThat(gone.model()).contains(SEVEN);
    assertThat(gone.trouble()).contains(new Trouble(Reason.VERSION_NOT_FOUND, "no such alias"));
  }

  @Test
  void withoutAnAnswerAndAMemoryNothingIsMade() {
    Resolution waiting = alias(RegistryAnswer.NONE, null);
    assertThat(waiting.model()).isEmpty();
    assertThat(waiting.trouble()).isEmpty();
    assertThat(waiting.again()).isPresent();

    Resolution down = alias(DOWN, null);
    assertThat(down.model()).isEmpty();
    assertThat(down.trouble().map(Trouble::reason)).contains(Reason.REGISTRY_UNREACHABLE);
    assertThat(down.again()).isPresent();
  }

  @Test
  void aVersionIsPinnedForEverOnceItWas() {
    assertThat(version(DOWN, null, SEVEN).model()).contains(SEVEN);
    assertThat(version(DOWN, null, SEVEN).concern()).isEmpty();
    assertThat(version(DOWN, null, SEVEN).trouble()).isEmpty();

    Resolution other = version(found(model("7", "c")), null, SEVEN);
    assertThat(other.model()).contains(SEVEN);
    assertThat(other.trouble().map(Trouble::reason)).contains(Reason.DIGEST_MISMATCH);
  }

  @Test
  void aVersionIsFetchedFromWhereTheRegistryIsToday() {
    ResolvedModel elsewhere =
        new ResolvedModel(SEVEN.digest(), "ONNX", "7", "https://new/v1/blobs/" + SEVEN.digest());
    assertThat(version(found(elsewhere), null, SEVEN).model()).contains(elsewhere);
  }

  @Test
  void aDigestInTheSpecHasToBeTheVersions() {
    assertThat(version(found(SEVEN), SEVEN.digest(), null).model()).contains(SEVEN);

    Resolution other = version(found(SEVEN), EIGHT.digest(), null);
    assertThat(other.model()).isEmpty();
    assertThat(other.trouble().map(Trouble::message))
        .contains(
            "the registry says that version 7 has %s, and it is pinned to %s"
                .formatted(SEVEN.digest(), EIGHT.digest()));
  }

  private static Resolution alias(RegistryAnswer answer, @Nullable ResolvedModel remembered) {
    return resolution(
        new ModelSource(null, null, "champion", null, null, null, null), answer, remembered);
  }

  private static Resolution version(
      RegistryAnswer answer, @Nullable String digest, @Nullable ResolvedModel remembered) {
    return resolution(
        new ModelSource(null, "7", null, null, digest, null, null), answer, remembered);
  }

  private static Resolution resolution(
      ModelSource model, RegistryAnswer answer, @Nullable ResolvedModel remembered) {
    return new FromRegistry(
            model, model.registered().orElseThrow(), answer, Optional.ofNullable(remembered))
        .resolution();
  }

  private static RegistryAnswer found(ResolvedModel model) {
    return new RegistryAnswer.Found(model.number(), model.digest(), model.format(), model.uri());
  }

  private static ResolvedModel model(String number, String hex) {
    String digest = "sha256:" + hex.repeat(64);
    return new ResolvedModel(digest, "ONNX", number, "https://registry/v1/blobs/" + digest);
  }
}
