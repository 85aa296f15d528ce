-- The health of a ModelDeployment. Argo CD gives such a script no string library.
local status = obj.status or {}
if status.observedGeneration ~= obj.metadata.generation then
  return {status = "Progressing", message = "the operator has not seen this generation yet"}
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function holds(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end

local function words(type)
  local condition = conditions[type] or {}
  return (condition.reason or "") .. ": " .. (condition.message or "")
end

if holds("Stalled") then
  -- Whether anybody suffers is another matter than whether Git has what it asks for.
  local callers = holds("Available") and "Callers are answered." or "Callers are not answered."
  return {status = "Degraded", message = callers .. " " .. words("Stalled")}
end
if status.stable ~= nil and not holds("Available") then
  return {status = "Degraded", message = "Callers are not answered. " .. words("Available")}
end
if holds("Paused") then
  return {status = "Suspended", message = words("Paused")}
end
if holds("Ready") then
  return {status = "Healthy", message = words("Ready")}
end
return {status = "Progressing", message = words("Ready")}
