local os = require("os")
local status = obj.status
local revision = (status.candidate or status.stable).revision
local step = status.rollout.step or ""
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["slipway.io/action"] =
  "resume@" .. revision .. "#" .. step .. ";" .. os.date("!%Y%m%d%H%M%S")
return obj
