export { gateService } from "./gate-service.ts";
export { ShipshapeValidator } from "./validator.ts";
