// A server of the providers' wire formats that others wrote.
export { LLMock } from '@copilotkit/aimock';
