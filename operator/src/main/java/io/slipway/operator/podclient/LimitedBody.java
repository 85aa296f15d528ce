package io.slipway.operator.podclient;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body in memory, given up as soon as it is longer than the limit. */
public final class LimitedBody implements BodySubscriber<byte[]> {

  /** That there was more than is taken. */
  public static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    private TooLongException(int limit) {
      super("the answer is longer than " + limit + " bytes");
    }
  }

  private final BodySubscriber<byte[]> delegate = BodySubscribers.ofByteArray();
  private final int limit;
  private int received;
  private @Nullable Subscription subscription;

  public LimitedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return delegate.getBody();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    delegate.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    received += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    if (received <= limit) {
      delegate.onNext(buffers);
      return;
    }
    if (subscription != null) {
      subscription.cancel();
    }
    delegate.onError(new TooLongException(limit));
  }

  @Override
  public void onError(Throwable cause) {
    delegate.onError(cause);
  }

  @Override
  public void onComplete() {
    delegate.onComplete();
  }
}
