package io.slipway.conformance.grpc;

import io.slipway.conformance.check.Check;
import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;

/** A check that knows no server yet; see {@link Check}. */
record GrpcCheck(String name, Section section, Level level, Rule rule, Body body) {

  /** Looks whether it holds. */
  @FunctionalInterface
  interface Body {
    /** See {@link Check.Body#look}. */
    void look(GrpcProbe probe) throws Deviation, NotApplicable;
  }

  /** The check of the server that {@code caller} calls. */
  Check by(Caller caller) {
    return new Check(name, section, level, rule, probe -> body.look(new GrpcProbe(probe, caller)));
  }
}
