package io.slipway.batch.job;

import io.slipway.batch.input.Input;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.query.Query;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import java.io.IOException;
import java.net.URI;

/** Opens what a run's document names. */
interface Places {

  Input input(URI uri) throws IOException, JobException;

  Query query(Source.Query query) throws IOException, JobException;

  RunFolder folder(StagingArea area, SetName set, RunId id) throws IOException, JobException;

  /** What people have asked for, of whichever run of the set. */
  Documents asked(StagingArea area, SetName set) throws IOException, JobException;

  /** One that is known to answer. */
  Warehouse warehouse(Destination destination) throws IOException, JobException;
}
