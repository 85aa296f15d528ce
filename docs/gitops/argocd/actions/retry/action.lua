local os = require("os")
local failed = obj.status.failedRevisions
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["slipway.io/action"] =
  "retry@" .. failed[#failed].revision .. "#" .. (obj.status.rollout.step or "") .. ";" .. os.date("!%Y%m%d%H%M%S")
return obj
