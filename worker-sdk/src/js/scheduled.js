// Over a service binding the controller is a plain object that may lack any of these.
export const cron = (controller) => String(controller?.cron ?? "");
export const scheduled_time = (controller) => Number(controller?.scheduledTime ?? Date.now());
export const no_retry = (controller) => controller?.noRetry?.();
