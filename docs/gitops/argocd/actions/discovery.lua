-- Which actions make sense now. One that has come too late is ignored by the operator.
local status = obj.status or {}
local state = (status.rollout or {}).state
local moving = status.candidate ~= nil
local deciding = moving and (state == "Shadowing" or state == "Stepping" or state == "Paused")

return {
  abort = {disabled = not moving},
  pause = {disabled = not deciding or state == "Paused"},
  promote = {disabled = not deciding},
  resume = {disabled = state ~= "Paused"},
  retry = {disabled = state ~= "RolledBack"},
}
