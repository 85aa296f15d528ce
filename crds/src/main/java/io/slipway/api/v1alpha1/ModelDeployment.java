package io.slipway.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A model that is served: what scores, how many replicas of it, and where they may run. */
@Group(ModelDeployment.GROUP)
@Version("v1alpha1")
@Plural("modeldeployments")
@Singular("modeldeployment")
@ShortNames("mdep")
@Categories({"all", "slipway"})
@AdditionalPrinterColumn(
    name = "Version",
    jsonPath = ".status.stable.version",
    getDescription = "The model version that serves: the first digits of its digest")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    getDescription = "Whether what the spec asks for is what serves")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    getDescription = "Why it is ready or not")
@AdditionalPrinterColumn(
    name = "Pods",
    jsonPath = ".status.stable.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER,
    getDescription = "How many pods of the serving version are ready")
@AdditionalPrinterColumn(
    name = "Weight",
    jsonPath = ".status.traffic.desired",
    getDescription = "The share of callers' requests that the candidate answers; empty at rest")
@AdditionalPrinterColumn(
    name = "URL",
    jsonPath = ".status.url",
    getDescription = "Where callers in the cluster reach the model")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Available",
    jsonPath = ".status.conditions[?(@.type==\"Available\")].status",
    priority = 1,
    getDescription = "Whether callers are answered, by whichever version")
@AdditionalPrinterColumn(
    name = "Candidate",
    jsonPath = ".status.candidate.version",
    priority = 1,
    getDescription = "The model version that is on its way")
@AdditionalPrinterColumn(
    name = "Rollout",
    jsonPath = ".status.rollout.state",
    priority = 1,
    getDescription = "Where the version change is")
@AdditionalPrinterColumn(
    name = "Step",
    jsonPath = ".status.rollout.step",
    priority = 1,
    getDescription = "The step within it: a number of the spec's steps, a word for a promotion's")
@AdditionalPrinterColumn(
    name = "Observed",
    jsonPath = ".status.traffic.observed",
    priority = 1,
    getDescription = "The share that the candidate really got, as the pods count it")
@AdditionalPrinterColumn(
    name = "Source",
    jsonPath = ".spec.model.uri",
    priority = 1,
    getDescription = "Where the model's bytes are")
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    priority = 1,
    getDescription = "What is going on, in words")
@ValidationRule(
    value =
        "size(self.metadata.name) <= 50"
            + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must be at most 50 lower-case letters, digits and hyphens, beginning with a"
            + " letter and not ending with a hyphen, because Services are named after it")
public final class ModelDeployment
    extends CustomResource<ModelDeploymentSpec, ModelDeploymentStatus> implements Namespaced {

  /** The API group of all of Slipway's resources. */
  public static final String GROUP = "slipway.io";

  private static final long serialVersionUID = 1L;
}
