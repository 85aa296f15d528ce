package io.slipway.cli.command;

import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import java.util.List;

/**
 * A name as people write it: {@code churn}, or with its kind as kubectl knows it, {@code bsc/churn}
 * and {@code sbsc/churn}.
 *
 * @param resources that may have the name
 */
record BatchName(List<String> resources, String name) {

  static final List<String> ALL = List.of(BatchRun.RESOURCE, BatchSchedule.RESOURCE);

  static BatchName of(String text) {
    int slash = text.lastIndexOf('/');
    String name = text.substring(slash + 1);
    String kind = slash < 0 ? "" : text.substring(0, slash);
    if (kind.isEmpty()) {
      return new BatchName(ALL, name);
    }
    boolean isSchedule = kind.startsWith("scheduledbatchscoring") || kind.equals("sbsc");
    return new BatchName(List.of(isSchedule ? BatchSchedule.RESOURCE : BatchRun.RESOURCE), name);
  }
}
