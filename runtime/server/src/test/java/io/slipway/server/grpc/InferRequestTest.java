package io.slipway.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message may take of the memory while it becomes a request. */
class InferRequestTest {
  private static final int PARAMETERS = 4;
  private static final int INPUTS = 5;
  private static final int OUTPUTS = 6;
  private static final int RAW_INPUTS = 7;

  /** Where a call's share of the memory ends. */
  private static final class Limited implements Surroundings.Share {
    private final int limit;
    private int held;

    Limited(int limit) {
      this.limit = limit;
    }

    @Override
    public Optional<String> hold(int bytes) {
      if (bytes > limit) {
        return Optional.of("no memory");
      }
      held = bytes;
      return Optional.empty();
    }

    @Override
    public void close() {
      held = 0;
    }
  }

  private final Limited share = new Limited(Integer.MAX_VALUE);

  private static ProtoWriter model() {
    return new ProtoWriter().text(1, "churn");
  }

  private static ProtoWriter input(String datatype, ProtoWriter contents, long... shape) {
    return new ProtoWriter().text(1, "x").text(2, datatype).packed(3, shape).message(5, contents);
  }

  private static InferRequest read(ProtoWriter message, Surroundings.Share share)
      throws CallException {
    return InferRequest.read(ByteBuffer.wrap(message.toByteArray()), new Room(share));
  }

  private static CallException refused(ProtoWriter message, Surroundings.Share share) {
    return catchThrowableOfType(CallException.class, () -> read(message, share));
  }

  @ParameterizedTest
  @ValueSource(ints = {PARAMETERS, INPUTS, OUTPUTS, RAW_INPUTS})
  void aMessageOfVeryManyPartsThatAreEmptyIsTooMuch(int field) {
    ProtoWriter message = model();
    for (int i = 0; i < 20_000; i++) {
      message.message(field, new ProtoWriter());
    }
    CallException refused = refused(message, share);
    assertThat(refused.status()).isEqualTo(Status.RESOURCE_EXHAUSTED);
    assertThat(refused).hasMessageContaining("16384 inputs, outputs and parameters");
    assertThat(share.held).as("each counts as held").isGreaterThan(4_000_000);
  }

  @Test
  void soIsAnInputWhoseContentsComeInVeryManyPieces() {
    ProtoWriter input = new ProtoWriter().text(1, "x").text(2, "FP64");
    for (int i = 0; i < 20_000; i++) {
      input.message(5, new ProtoWriter());
    }
    assertThat(refused(model().message(INPUTS, input), share).status())
        .isEqualTo(Status.RESOURCE_EXHAUSTED);
  }

  @Test
  void nothingIsReadBeyondTheElementsThatTheShapeAllows() {
    ProtoWriter contents = new ProtoWriter().varint(3, 1).varint(3, 2);
    contents.raw(-1); // no field has such a tag
    CallException refused = refused(model().message(INPUTS, input("INT64", contents, 1)), share);
    assertThat(refused)
        .hasMessage("input \"x\": expected 1 elements for its shape, found more in int64_contents");
  }

  @Test
  void aTensorThatIsLongerThanItsElementsWereIsHeldBeforeItIsMade() throws Exception {
    ProtoWriter elements = new ProtoWriter();
    for (int i = 0; i < 1000; i++) {
      elements.raw(1);
    }
    ProtoWriter message =
        model().message(INPUTS, input("INT64", new ProtoWriter().message(3, elements), 1000));
    assertThat(read(message, share).request().length()).isGreaterThan(8000);
    assertThat(share.held).isBetween(8000, 12_000);

    CallException refused = refused(message, new Limited(8000));
    assertThat(refused.status()).isEqualTo(Status.UNAVAILABLE);
    assertThat(refused).hasMessage("no memory");
  }

  @Test
  void soAreTextsThatAreLongerInJson() {
    ProtoWriter message = model().text(3, "\u0001".repeat(1000));
    assertThat(refused(message, new Limited(6000)).status()).isEqualTo(Status.UNAVAILABLE);
  }

  @Test
  void rawTensorsArePartsOfTheMessageAndTakeNothingBeside() throws Exception {
    ProtoWriter message =
        model()
            .message(
                INPUTS,
                new ProtoWriter().text(1, "x").text(2, "UINT8").packed(3, new long[] {1000}))
            .bytes(RAW_INPUTS, ByteBuffer.allocate(1000));
    assertThat(read(message, share).request().length()).isGreaterThan(1000);
    assertThat(share.held).isLessThan(1000);
  }
}
