package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedTest {
  private final List<String> closed = new ArrayList<>();
  private final Owned owned = new Owned();

  private void own(String name) {
    owned.own(() -> closed.add(name));
  }

  private void ownThatFails(String name) {
    owned.own(
        () -> {
          closed.add(name);
          throw new IOException(name);
        });
  }

  @Test
  void theLatestIsClosedFirst() {
    own("buffer");
    own("tensor");

    owned.close();

    assertThat(closed).containsExactly("tensor", "buffer");
  }

  @Test
  void oneThatDoesNotCloseKeepsNoOtherOpen() {
    own("first");
    ownThatFails("second");
    own("third");
    ownThatFails("fourth");

    IllegalStateException failure = catchThrowableOfType(IllegalStateException.class, owned::close);

    assertThat(closed).containsExactly("fourth", "third", "second", "first");
    assertThat(failure).hasCause(new IOException("fourth"));
    assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("second");
  }

  @Test
  void nothingIsClosedTwice() {
    ownThatFails("tensor");
    assertThatIllegalStateException().isThrownBy(owned::close);

    owned.close();

    assertThat(closed).containsExactly("tensor");
  }
}
