package io.slipway.operator.reconcile;

import io.slipway.operator.events.EventRecorder;
import io.slipway.operator.kube.Applier;
import io.slipway.operator.kube.ErrorReport;
import io.slipway.operator.kube.Observer;
import io.slipway.operator.kube.Sessions;
import io.slipway.operator.kube.StatusWriter;

/** What looks at the world and what changes it. */
public record Edges(
    Sessions sessions,
    Observer observer,
    Applier applier,
    StatusWriter statusWriter,
    ErrorReport errorReport,
    EventRecorder events) {}
