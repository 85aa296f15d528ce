local os = require("os")
local rollout = obj.status.rollout
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["slipway.io/action"] =
  "promote@" .. obj.status.candidate.revision .. "#" .. (rollout.step or "") .. ";" .. os.date("!%Y%m%d%H%M%S")
return obj
