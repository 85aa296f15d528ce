package io.slipway.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.slipway.operator.crash.Death.Moment;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** That the sweep can fail: operators with a mistake are led through the same. */
@WithApiServer
class MistakesIT {

  private final Stage stage;

  MistakesIT(ApiServer server) {
    this.stage = new Stage(server);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @TestFactory
  List<DynamicTest> everyMistakeIsTold() {
    return Mistake.toBeMade().stream()
        .map(
            mistake -> {
              Future<Run> undisturbed = stage.begin(mistake.plot());
              return dynamicTest(mistake.toString(), () -> isTold(mistake, undisturbed.get()));
            })
        .toList();
  }

  private void isTold(Mistake mistake, Run undisturbed)
      throws InterruptedException, ExecutionException {
    switch (mistake.shown()) {
      case ALWAYS -> assertThat(mistake.in(undisturbed.troubles())).as("%s", undisturbed).isTrue();
      case BY_A_DEATH -> {
        assertThat(undisturbed.troubles()).as("as long as nobody dies").isEmpty();
        assertThat(
                stage.sweep(
                    deaths(undisturbed.writes().size()).map(mistake.plot()::dying).toList(),
                    run -> mistake.in(run.troubles())))
            .as("a play in which it shows")
            .isPresent();
      }
    }
  }

  private static Stream<Death> deaths(int writes) {
    return Stream.of(Moment.values())
        .flatMap(
            moment -> IntStream.rangeClosed(1, writes).mapToObj(write -> new Death(write, moment)));
  }
}
