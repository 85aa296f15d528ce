package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** When runs begin, and what they are. The components' descriptions are the CRD's. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.serve) || self.template.spec.output.type == 'PostgreSql' ||"
            + " (self.template.spec.output.type == 'DuckDb' && has(self.template.spec.output.uri)"
            + " && self.template.spec.output.uri.startsWith('pvc:'))",
    message = "look-ups (serve) need an output of type PostgreSql, or DuckDb with a pvc:// uri")
public record ScheduledBatchScoringSpec(
    @Required
        @Size(min = 1, max = 256)
        @ValidationRule(
            value =
                "self.matches('^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)"
                    + "|[-*?/,0-9A-Za-z]+( +[-*?/,0-9A-Za-z]+){4})$')",
            message =
                "schedule must be five fields as of cron, like '30 2 * * *' (minute, hour, day of"
                    + " the month, month, day of the week), or one of @hourly, @daily, @weekly,"
                    + " @monthly and @yearly")
        @JsonPropertyDescription(
            "When runs begin, in the form of cron: minute, hour, day of the month, month, day of"
                + " the week.")
        String schedule,
    @Nullable
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Z][-+A-Za-z0-9_/]*$')",
            message = "timeZone must be a name of the time zone database, like Europe/Berlin")
        @JsonPropertyDescription(
            "The time zone of schedule, like Europe/Berlin. A time that the change to summer time"
                + " leaves out is left out, one that comes twice in autumn is two runs, as with a"
                + " CronJob. Default: Etc/UTC.")
        String timeZone,
    @Default("Allow")
        @JsonPropertyDescription(
            "What happens when a run is due while the one before it is not finished. Allow: both"
                + " run. Forbid: the new one waits until the old one is finished. Replace: the old"
                + " one is deleted.")
        ConcurrencyPolicy concurrencyPolicy,
    @Nullable
        @Min(0)
        @Max(2147483647)
        @JsonPropertyDescription(
            "How late a run may begin, after an outage for example; what is later is left out."
                + " Default: however late.")
        Long startingDeadlineSeconds,
    @Default("false") @JsonPropertyDescription("Whether no runs are begun.") boolean suspend,
    @Default("3")
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription("How many runs that published their set are kept.")
        Integer successfulRunsHistoryLimit,
    @Default("1") @Min(0) @Max(1000) @JsonPropertyDescription("How many runs that failed are kept.")
        Integer failedRunsHistoryLimit,
    @Required @JsonPropertyDescription("What the runs are made from.") BatchTemplate template,
    @Nullable
        @JsonPropertyDescription(
            "A service that looks predictions up, whichever run published them. Default: none.")
        BatchServe serve) {

  private static final int SUCCESSFUL_RUNS = 3;
  private static final int FAILED_RUNS = 1;

  /** Fills in the defaults that the CRD documents, for a document that never met an API server. */
  public ScheduledBatchScoringSpec {
    concurrencyPolicy = concurrencyPolicy == null ? ConcurrencyPolicy.ALLOW : concurrencyPolicy;
    successfulRunsHistoryLimit =
        successfulRunsHistoryLimit == null ? SUCCESSFUL_RUNS : successfulRunsHistoryLimit;
    failedRunsHistoryLimit = failedRunsHistoryLimit == null ? FAILED_RUNS : failedRunsHistoryLimit;
  }

  /** The time zone, UTC where the spec gives none. */
  public String timeZoneOrUtc() {
    return timeZone == null ? "Etc/UTC" : timeZone;
  }
}
