package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import io.slipway.scoring.Batch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The frames of a session that no run uses now, a few, so that the next run of the same shapes need
 * not make one. Safe for use by many threads, which never wait here.
 */
final class Frames implements AutoCloseable {
  private static final int MOST_KEPT = 16;
  private static final long LARGEST_KEPT = 2 << 20;

  private final OpenSession session;
  private final AtomicReferenceArray<Frame> kept = new AtomicReferenceArray<>(MOST_KEPT);
  private final AtomicInteger evicted = new AtomicInteger();

  Frames(OpenSession session) {
    this.session = session;
  }

  /** A frame for the batch, the caller's alone until it is given back or closed. */
  Frame take(Batch batch) throws OrtException {
    for (int i = 0; i < MOST_KEPT; i++) {
      Frame frame = kept.get(i);
      if (frame != null && frame.fits(batch) && kept.compareAndSet(i, frame, null)) {
        return frame;
      }
    }
    return new Frame(session, batch);
  }

  /** Keeps a frame for the next, or closes it. */
  void giveBack(Frame frame) {
    if (!frame.isSound() || frame.bytes() > LARGEST_KEPT) {
      frame.close();
      return;
    }
    for (int i = 0; i < MOST_KEPT; i++) {
      if (kept.get(i) == null && kept.compareAndSet(i, null, frame)) {
        return;
      }
    }
    Frame other = kept.getAndSet(Math.floorMod(evicted.getAndIncrement(), MOST_KEPT), frame);
    if (other != null) {
      other.close();
    }
  }

  @Override
  public void close() {
    try (Owned owned = new Owned()) {
      for (int i = 0; i < MOST_KEPT; i++) {
        Frame frame = kept.getAndSet(i, null);
        if (frame != null) {
          owned.own(frame);
        }
      }
    }
  }
}
