package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import io.slipway.scoring.batching.Caller.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A model that is called by so many at once and no more; who comes meanwhile waits, and goes
 * together with the others that wait. Nobody waits while a place is free, so that a caller who is
 * alone is scored as if there were none of this.
 *
 * <p>There is no thread of its own: when a call ends, the caller that has waited longest takes its
 * place, calls the model for itself and those that fit, and hands them their answers. What goes
 * wrong for several is tried again for each by itself, so a row never fails with its neighbour. A
 * caller that is interrupted is gone at once; if it was calling for others, they wait again.
 */
public final class BatchingModel implements Model {
  private final Model model;
  private final Rows rows;
  private final int mostRows;
  private final int places;
  private final BatchSizes sizes;
  private final BatchListener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Caller> waiting = new ArrayDeque<>();
  private int taken;
  private boolean closed;

  /**
   * @param model closed with this one
   * @param plan how many rows go into a call
   * @param places how many calls go on at once, 1 or more
   */
  public BatchingModel(
      Model model, BatchPlan plan, int places, BatchSizes sizes, BatchListener listener) {
    this.model = model;
    this.rows = new Rows(model.signature());
    this.mostRows = plan.mostRows();
    this.places = places;
    this.sizes = sizes;
    this.listener = listener;
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public EngineInfo engine() {
    return model.engine();
  }

  @Override
  public Landmarks landmarks() {
    return model.landmarks();
  }

  /** Of the model in calls of one caller's rows; those of several may differ in their last bits. */
  @Override
  public Optional<RowsTogether> rowsTogether() {
    return model.rowsTogether();
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    Caller caller = new Caller(inputs, rows.formOf(inputs).filter(form -> form.rows() < mostRows));
    Turn turn = arrive(caller) ? new Turn.Lead(List.of()) : await(caller);
    if (turn instanceof Turn.Answered answered) {
      return answered.outputs();
    }
    if (turn instanceof Turn.Lead lead) {
      return lead(caller, lead.others());
    }
    throw closed();
  }

  /** True if there is a place, which is the caller's until it {@link #leave leaves} it. */
  private boolean arrive(Caller caller) {
    lock.lock();
    try {
      if (closed) {
        throw closed();
      }
      if (taken < places) {
        taken++;
        return true;
      }
      waiting.add(caller);
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Turn await(Caller caller) throws ScoringException {
    try {
      return caller.turn.get();
    } catch (InterruptedException e) {
      give(caller);
      Thread.currentThread().interrupt();
      throw ScoringException.modelFailed(
          "scoring was stopped before its end: the thread was interrupted, as at a time limit", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn has no failure", e);
    }
  }

  /** Gives up waiting; a turn that came at that very moment is passed on. */
  private void give(Caller caller) {
    lock.lock();
    try {
      caller.gone = true;
      if (!waiting.remove(caller)
          && caller.turn.isDone()
          && caller.turn.join() instanceof Turn.Lead lead) {
        waitAgain(lead.others());
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  private Batch lead(Caller caller, List<Caller> others) throws ScoringException {
    try {
      listener.scores(1 + others.size());
      return others.isEmpty() ? model.score(caller.inputs) : together(caller, others);
    } finally {
      leave();
    }
  }

  private Batch together(Caller caller, List<Caller> others) throws ScoringException {
    List<Caller> all = Stream.concat(Stream.of(caller), others.stream()).toList();
    boolean settled = false;
    try {
      List<Integer> counts = all.stream().map(Caller::rows).toList();
      int size = sizes.of(counts.stream().mapToInt(Integer::intValue).sum());
      Batch joined = rows.join(all.stream().map(one -> one.inputs).toList(), size);
      List<Batch> answers = rows.part(model.score(joined), size, counts);
      for (int i = 1; i < all.size(); i++) {
        all.get(i).turn.complete(new Turn.Answered(answers.get(i)));
      }
      settled = true;
      return answers.get(0);
    } catch (ScoringException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        // It failed for this caller, whose time is over, and says nothing of the others' rows.
        waitAgain(others);
        settled = true;
        throw e;
      }
    } finally {
      if (!settled) {
        waitAlone(others);
      }
    }
    return model.score(caller.inputs);
  }

  private void waitAlone(List<Caller> callers) {
    lock.lock();
    try {
      callers.forEach(caller -> caller.form = Optional.empty());
      waitAgain(callers);
    } finally {
      lock.unlock();
    }
  }

  /** Before those that came later. */
  private void waitAgain(List<Caller> callers) {
    lock.lock();
    try {
      for (int i = callers.size() - 1; i >= 0; i--) {
        Caller caller = callers.get(i);
        if (closed) {
          caller.turn.complete(new Turn.Closed());
        } else if (!caller.gone) {
          waiting.addFirst(caller);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Leaves a place to the one that has waited longest. */
  private void leave() {
    lock.lock();
    try {
      Caller next = waiting.poll();
      if (next == null) {
        taken--;
        return;
      }
      List<Caller> others = companions(next);
      long now = System.nanoTime();
      listener.waited(now - next.arrived);
      others.forEach(other -> listener.waited(now - other.arrived));
      next.turn.complete(new Turn.Lead(others));
    } finally {
      lock.unlock();
    }
  }

  private List<Caller> companions(Caller leader) {
    List<Caller> companions = new ArrayList<>();
    int room = mostRows - leader.rows();
    Iterator<Caller> others = waiting.iterator();
    while (leader.form.isPresent() && room > 0 && others.hasNext()) {
      Caller other = others.next();
      if (other.rows() <= room && other.form.filter(leader.form.get()::joins).isPresent()) {
        others.remove();
        companions.add(other);
        room -= other.rows();
      }
    }
    return companions;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the model is closed");
  }

  /** Callers that wait are told; calls that go on end first. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.forEach(caller -> caller.turn.complete(new Turn.Closed()));
      waiting.clear();
    } finally {
      lock.unlock();
    }
    model.close();
  }
}
