package io.slipway.server.grpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call with one message and one answer. It may be answered by its deadline while the handler
 * within still works; only when that has ended is the exchange over.
 */
final class UnaryCall {
  private static final Logger LOG = LoggerFactory.getLogger(UnaryCall.class);

  private final Surroundings surroundings;
  private final Connections connections;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Ended ended;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final CompletableFuture<Void> told = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();

  /** Until it is handed on, or answered without that: one of the two. */
  private final AtomicBoolean unread = new AtomicBoolean(true);

  private Optional<Surroundings.Arrival> arrival = Optional.empty();
  private Optional<Scheduler.Task> timer = Optional.empty();

  /** Hears how a call ended. */
  @FunctionalInterface
  interface Ended {
    void with(Status status);
  }

  /**
   * @param callback hears when the exchange is over
   * @param ended hears, before the caller does, how
   */
  UnaryCall(
      Surroundings surroundings,
      Connections connections,
      Request request,
      Response response,
      Callback callback,
      Ended ended) {
    this.surroundings = surroundings;
    this.connections = connections;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.ended = ended;
  }

  /** Has {@code within} answer what is asked about the model or the pod. */
  void answer(UnaryMethod method, Handler within) {
    handOn(
        within,
        room -> {
          begin();
          return method.translate(only(MessageReader.SHORT_BYTES, room), room);
        });
  }

  /** Has {@code within} answer a call for predictions: nothing of it is read without a place. */
  void predict(UnaryMethod method, Handler within) {
    try (Surroundings.Arrival came = surroundings.entrance().arrived(request)) {
      arrival = Optional.of(came);
      handOn(
          within,
          room -> {
            Optional<String> full = came.admit(begin());
            if (full.isPresent()) {
              throw new CallException(Status.UNAVAILABLE, full.get());
            }
            return method.translate(only(surroundings.maxMessageBytes(), room), room);
          });
    }
  }

  /** Reads a call, and says what to ask. */
  @FunctionalInterface
  private interface Reading {
    UnaryMethod.Translation in(Room room) throws CallException, IOException;
  }

  private void handOn(Handler within, Reading reading) {
    // Until what is within has taken the request, and holds it itself.
    try (Room room = new Room(surroundings.memory().share())) {
      UnaryMethod.Translation translation = reading.in(room);
      if (unread.compareAndSet(true, false)) {
        hand(translation, within);
      } else {
        over(); // it has been answered meanwhile
      }
    } catch (CallException e) {
      refuse(e.status(), e.getMessage());
    } catch (IOException e) {
      brokenOff();
    } catch (RuntimeException | Error e) {
      defect(e);
    }
  }

  /** Answers with a message that is there already. */
  void answer(Immediate method) {
    try (Room room = new Room(surroundings.memory().share())) {
      begin();
      byte[] message = method.answer(only(MessageReader.SHORT_BYTES, room));
      if (!write(
          Status.OK, last(), end -> Replies.message(response, HttpFields.EMPTY, message, end))) {
        over();
      }
    } catch (CallException e) {
      refuse(e.status(), e.getMessage());
    } catch (IOException e) {
      brokenOff();
    } catch (RuntimeException | Error e) {
      defect(e);
    }
  }

  /** A method that needs no path of port 8080. */
  @FunctionalInterface
  interface Immediate {
    byte[] answer(ByteBuffer message) throws CallException;
  }

  /** The only message, which has to come now. */
  private ByteBuffer only(int maxBytes, Room room) throws CallException, IOException {
    String encoding = request.getHeaders().get("grpc-encoding");
    return new MessageReader(
            Content.Source.asInputStream(request), encoding == null ? "" : encoding, maxBytes, room)
        .only();
  }

  /** Listens and looks at the clock from now on; says how long there is. */
  private Duration begin() throws CallException {
    // While it is read or its answer written, its failure is heard of there.
    request.addFailureListener(gone -> write(Status.CANCELLED, Callback.NOOP, Callback::succeeded));
    String header = request.getHeaders().get(Timeout.HEADER);
    Duration own = header == null ? surroundings.limit() : Timeout.parse(header);
    boolean hasty = own.compareTo(surroundings.limit()) < 0;
    // The handler within keeps the general limit by itself; this is for what comes before.
    startTimer(hasty ? own : surroundings.limit().plusSeconds(1));
    return hasty ? own : surroundings.limit();
  }

  /** The deadline has answered it, or one of the two ends is not there any more. */
  private void brokenOff() {
    if (request.getConnectionMetaData().getConnector().getServer().isRunning()) {
      refuse(Status.CANCELLED, "the caller has gone");
    } else {
      refuse(Status.UNAVAILABLE, "the pod is ending; try again");
    }
  }

  private void startTimer(Duration limit) {
    timer =
        Optional.of(
            request
                .getConnectionMetaData()
                .getConnector()
                .getScheduler()
                .schedule(this::late, limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  private void late() {
    // Who still reads is told so, once the answer is on its way.
    Callback then =
        unread.get()
            ? Callback.from(() -> request.fail(new TimeoutException("the time limit has passed")))
            : Callback.NOOP;
    write(
        Status.DEADLINE_EXCEEDED,
        then,
        end ->
            Replies.error(
                response,
                HttpFields.EMPTY,
                Status.DEADLINE_EXCEEDED,
                "not answered within the time limit",
                end));
  }

  private void hand(UnaryMethod.Translation translation, Handler within) {
    RestRequestView asked = new RestRequestView(request, translation.request());
    // Not the translation, and with it the message, until the answer is there.
    UnaryMethod.Reply reply = translation.reply();
    RestResponseView answer =
        new RestResponseView(
            asked, response, (rest, headers, written) -> reply(reply, rest, headers, written));
    Callback inner = Callback.from(() -> answer.end(Callback.from(this::over)), this::broken);
    try {
      if (!within.handle(asked, answer, inner)) {
        throw new IllegalStateException("nobody answers " + translation.request().path());
      }
    } catch (Exception | Error e) {
      defect(e);
    }
  }

  private void reply(
      UnaryMethod.Reply reply, RestAnswer rest, HttpFields headers, Callback written) {
    HttpFields.Mutable metadata = HttpFields.build();
    Replies.addMetadata(metadata, headers);
    Surroundings.Share memory = surroundings.memory().share();
    Callback kept = Callback.from(memory::close, written);
    try {
      Optional<String> full = memory.hold(rest.body().remaining());
      if (full.isPresent()) {
        throw new CallException(Status.UNAVAILABLE, full.get());
      }
      byte[] message = reply.message(rest);
      if (!write(Status.OK, kept, end -> Replies.message(response, metadata, message, end))) {
        kept.succeeded();
      }
    } catch (CallException e) {
      if (!write(
          e.status(),
          kept,
          end -> Replies.error(response, metadata, e.status(), e.getMessage(), end))) {
        kept.succeeded();
      }
    } catch (RuntimeException | Error e) {
      memory.close();
      written.failed(e);
    }
  }

  private void refuse(Status status, String why) {
    HttpFields metadata = status == Status.UNAVAILABLE ? Replies.SOON : HttpFields.EMPTY;
    if (!write(status, last(), end -> Replies.error(response, metadata, status, why, end))) {
      over();
    }
  }

  private void defect(Throwable e) {
    LOG.error("a defect of the runtime", e);
    refuse(Status.INTERNAL, "a defect of the runtime, not of the call");
  }

  /** The handler within failed, or the caller is gone. */
  private void broken(Throwable e) {
    if (!answered.get()) {
      defect(e);
    } else if (over.compareAndSet(false, true)) {
      callback.failed(e);
    }
  }

  private Callback last() {
    return Callback.from(this::over, this::broken);
  }

  /**
   * Writes the only answer; false if there was one already.
   *
   * @param after hears when it is written
   */
  private boolean write(Status status, Callback after, Consumer<Callback> reply) {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    timer.ifPresent(Scheduler.Task::cancel);
    if (unread.compareAndSet(true, false)) {
      arrival.ifPresent(refused -> refused.refused(status.http()));
    }
    ended.with(status);
    if (surroundings.sendsCallersAway().getAsBoolean()) {
      connections.sendAway(request);
    }
    try {
      reply.accept(Callback.from(after, () -> told.complete(null)));
    } catch (RuntimeException | Error e) {
      told.complete(null);
      throw e;
    }
    return true;
  }

  /** Nothing works for it any more: it ends once its answer, which another may give, is written. */
  private void over() {
    var _ =
        told.thenRun(
            () -> {
              if (over.compareAndSet(false, true)) {
                callback.succeeded();
              }
            });
  }
}
