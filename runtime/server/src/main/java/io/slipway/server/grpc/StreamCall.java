package io.slipway.server.grpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call with several answers, on a thread of its own, which is interrupted when the server
 * leaves.
 */
final class StreamCall {
  private static final Logger LOG = LoggerFactory.getLogger(StreamCall.class);

  private static final String LEAVING = "the pod is leaving";
  private static final String GONE = "the caller has gone";

  private final Surroundings surroundings;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final UnaryCall.Ended ended;
  private final HttpFields.Mutable trailers = HttpFields.build();
  private volatile boolean gone;

  /** What such a method does. */
  @FunctionalInterface
  interface Conversation {
    void with(StreamCall call) throws CallException, IOException, InterruptedException;
  }

  StreamCall(
      Surroundings surroundings,
      Request request,
      Response response,
      Callback callback,
      UnaryCall.Ended ended) {
    this.surroundings = surroundings;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.ended = ended;
  }

  void hold(Conversation conversation) {
    request.addIdleTimeoutListener(late -> false); // silence is what most of them are about
    Thread thread = Thread.currentThread();
    request.addFailureListener(
        failure -> {
          gone = true;
          thread.interrupt();
        });
    Status status = Status.OK;
    String why = "";
    try {
      Replies.begin(response, trailers);
      conversation.with(this);
    } catch (CallException e) {
      status = e.status();
      why = e.getMessage();
    } catch (InterruptedException e) {
      status = gone ? Status.CANCELLED : Status.UNAVAILABLE;
      why = gone ? GONE : LEAVING;
    } catch (IOException e) {
      boolean leaving = Thread.interrupted() && !gone;
      status = leaving ? Status.UNAVAILABLE : Status.CANCELLED;
      why = leaving ? LEAVING : GONE;
    } catch (RuntimeException | Error e) {
      LOG.error("a defect of the runtime", e);
      status = Status.INTERNAL;
      why = "a defect of the runtime, not of the call";
    }
    ended.with(status);
    Replies.end(response, trailers, status, why, callback);
  }

  /** The messages of the caller. */
  Messages messages() throws CallException {
    String encoding = request.getHeaders().get("grpc-encoding");
    Room room = new Room(surroundings.memory().share());
    return new Messages(
        new MessageReader(
            Content.Source.asInputStream(request),
            encoding == null ? "" : encoding,
            MessageReader.SHORT_BYTES,
            room),
        room);
  }

  /** Messages, which hold memory until they are closed. */
  record Messages(MessageReader reader, Room room) implements AutoCloseable {

    Optional<ByteBuffer> next() throws IOException, CallException {
      return reader.next();
    }

    @Override
    public void close() {
      room.close();
    }
  }

  /** Answers with a message, and waits until it is taken. */
  void say(byte[] message) throws IOException {
    try (Blocker.Callback written = Blocker.callback()) {
      Replies.next(response, message, written);
      written.block();
    }
  }
}
