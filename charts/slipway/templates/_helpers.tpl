{{- define "slipway.name" -}}
{{- if contains "slipway" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-slipway" (.Release.Name | trunc 42 | trimSuffix "-") }}{{ end }}
{{- end }}

{{- define "slipway.operator" -}}
{{ include "slipway.name" . }}-operator
{{- end }}

{{/* Cluster-wide names carry the namespace, so that two releases of the same name do not meet. */}}
{{- define "slipway.clusterName" -}}
{{ .Release.Namespace }}-{{ include "slipway.operator" . }}
{{- end }}

{{- define "slipway.selector" -}}
app.kubernetes.io/name: slipway-operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "slipway.labels" -}}
{{ include "slipway.selector" . }}
app.kubernetes.io/part-of: slipway
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "slipway.registry" -}}
{{ include "slipway.name" . }}-registry
{{- end }}

{{- define "slipway.registrySelector" -}}
app.kubernetes.io/name: slipway-registry
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "slipway.registryLabels" -}}
{{ include "slipway.registrySelector" . }}
app.kubernetes.io/part-of: slipway
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{/* Where the operator and pods find the registry: as it is named, or the one that this chart installs. */}}
{{- define "slipway.registryUrl" -}}
{{- $registry := .Values.registry }}
{{- if $registry.url }}{{ $registry.url }}
{{- else if $registry.enabled }}{{ ternary "https" "http" (ne $registry.tls.secret "") }}://{{ include "slipway.registry" . }}.{{ .Release.Namespace }}.svc:8080
{{- end }}
{{- end }}

{{/* An image's reference, from a list of the root and one of .Values.images. */}}
{{- define "slipway.image" -}}
{{- $root := index . 0 }}{{ $image := index . 1 }}
{{- $repository := $image.repository }}
{{- with $root.Values.images.registry }}{{ $repository = printf "%s/%s" (trimSuffix "/" .) $repository }}{{ end }}
{{- if $image.digest }}{{ $repository }}@{{ $image.digest }}{{ else }}{{ $repository }}:{{ $image.tag | default $root.Chart.AppVersion }}{{ end }}
{{- end }}

{{/*
What the operator may do where it looks after models. Apply needs create beside patch, for objects that are not there yet.
Kept equal to the table in RightsTest.
*/}}
{{- define "slipway.rules" -}}
- apiGroups: [slipway.io]
  resources: [modeldeployments]
  verbs: [get, list, watch]
- apiGroups: [slipway.io]
  resources: [modeldeployments/status]
  verbs: [patch]
# Where owner references are checked, only who may finalize an owner may be named as holding back its deletion.
- apiGroups: [slipway.io]
  resources: [modeldeployments/finalizers]
  verbs: [update]
- apiGroups: [slipway.io]
  resources: [batchscorings]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [slipway.io]
  resources: [scheduledbatchscorings]
  verbs: [get, list, watch]
- apiGroups: [slipway.io]
  resources: [batchscorings/status, scheduledbatchscorings/status]
  verbs: [patch]
- apiGroups: [slipway.io]
  resources: [batchscorings/finalizers, scheduledbatchscorings/finalizers]
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# What runs with engine.spark.submit: SparkApplication give to another operator; it is listed, and never changed.
- apiGroups: [sparkoperator.k8s.io, spark.apache.org]
  resources: [sparkapplications]
  verbs: [get, list, create, delete]
- apiGroups: [apps]
  resources: [controllerrevisions, deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [configmaps, pods, serviceaccounts, services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, watch]
# The kubelet says nowhere else that a mount does not exist, and it says so by the older API.
- apiGroups: [""]
  resources: [events]
  verbs: [list]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [get, create, patch]
{{- end }}
