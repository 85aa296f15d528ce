-- Which actions make sense now. One that has come too late is ignored by the operator.
local status = obj.status or {}
local state = (status.rollout or {}).state
local baking = state == "Baking"
local moving = status.candidate ~= nil and status.stable ~= nil
local judged = moving and (state == "Shadowing" or state == "Stepping")
local paused = moving and state == "Paused"

return {
  abort = {disabled = not (moving or baking)},
  pause = {disabled = not judged},
  promote = {disabled = not (judged or paused or baking)},
  resume = {disabled = not paused},
  retry = {disabled = state ~= "RolledBack"},
}
