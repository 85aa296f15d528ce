package io.slipway.server.traffic;

import io.slipway.server.http.Answer;
import io.slipway.server.http.RequestWatcher;
import io.slipway.server.measure.OutputSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests that this pod scores, by what their ends say about the arms of the split. */
final class Watched {
  private Watched() {}

  /** A caller's, whose end counts in an arm or in none. */
  interface OfACaller extends RequestWatcher {
    ScoringTime times();

    void count(Ending ending);

    @Override
    default Map<String, String> ended(Ending ending) {
      note(times(), ending);
      count(ending);
      return Map.of();
    }
  }

  /** In neither arm, or while nothing is split. */
  record InNoArm(Optional<Window> window, ScoringTime times) implements OfACaller {
    @Override
    public OutputSink outputs() {
      return outputsOf(window, OutputSink.NONE);
    }

    @Override
    public void count(Ending ending) {}
  }

  /** Chosen for this pod's own model. */
  record Stable(Window window, ScoringTime times) implements OfACaller {
    @Override
    public OutputSink outputs() {
      return window.scored();
    }

    @Override
    public void count(Ending ending) {
      window.stableEnded(ending.answer().status(), ending.took());
    }
  }

  /**
   * To be sent to the candidate too.
   *
   * @param watcher who else hears of it
   * @param copier takes the answer once it has been written, if it holds predictions
   */
  record Copied(RequestWatcher watcher, Consumer<Answer> copier) implements RequestWatcher {
    @Override
    public OutputSink outputs() {
      return watcher.outputs();
    }

    @Override
    public Map<String, String> ended(Ending ending) {
      return watcher.ended(ending);
    }

    @Override
    public void written(Answer answer) {
      watcher.written(answer);
      if (answer.status() == 200) {
        copier.accept(answer);
      }
    }
  }

  /** At a pod of the target that answers everybody. */
  record AtTarget(Window window, ScoringTime times) implements OfACaller {
    @Override
    public OutputSink outputs() {
      return window.scored();
    }

    @Override
    public void count(Ending ending) {
      window.candidateEnded(ending.answer().status(), ending.took());
    }
  }

  /**
   * Failed by the candidate.
   *
   * @param startNanos of the forward
   */
  record Rescued(Window window, ScoringTime times, Cause cause, long startNanos)
      implements OfACaller {
    @Override
    public OutputSink outputs() {
      return window.scored();
    }

    @Override
    public void count(Ending ending) {
      window.candidateFailed(
          cause, ending.answer().status(), Duration.ofNanos(System.nanoTime() - startNanos));
    }
  }

  /**
   * Answered by the candidate with faulty rows, or refused by it: its fault if this pod's model
   * gives fewer, or an answer.
   *
   * @param answer the candidate's
   * @param atFault is told if so
   */
  record Suspected(
      Optional<Window> window,
      ScoringTime times,
      Forwarder.Outcome.Answered answer,
      long startNanos,
      Runnable atFault)
      implements OfACaller {
    @Override
    public OutputSink outputs() {
      return outputsOf(window, OutputSink.FAULTS);
    }

    @Override
    public void count(Ending ending) {
      boolean refused = answer.answer().status() >= 400;
      boolean better =
          ending.answer().status() < 400 && (refused || ending.faultyRows() < answer.faultyRows());
      if (better) {
        atFault.run();
        window.ifPresent(
            counted ->
                counted.candidateFailed(
                    Cause.HARD_FAULT,
                    ending.answer().status(),
                    Duration.ofNanos(System.nanoTime() - startNanos)));
      } else {
        window.ifPresent(
            counted -> counted.candidateEnded(answer.answer().status(), answer.took()));
      }
    }
  }

  /**
   * Sent on by another pod.
   *
   * @param sink where its outputs count
   */
  record SentOn(OutputSink sink, ScoringTime times) implements RequestWatcher {
    @Override
    public OutputSink outputs() {
      return sink;
    }

    @Override
    public Map<String, String> ended(Ending ending) {
      note(times, ending);
      Map<String, String> headers = new HashMap<>();
      headers.put(ForwardHeaders.TOOK, Long.toString(ending.took().toNanos() / 1000));
      if (ending.faultyRows() > 0) {
        headers.put(ForwardHeaders.FAULTS, Integer.toString(ending.faultyRows()));
      }
      return headers;
    }
  }

  private static OutputSink outputsOf(Optional<Window> window, OutputSink otherwise) {
    return window.<OutputSink>map(Window::scored).orElse(otherwise);
  }

  private static void note(ScoringTime times, RequestWatcher.Ending ending) {
    if (ending.answer().status() == 200) {
      times.took(ending.took());
    }
  }
}
