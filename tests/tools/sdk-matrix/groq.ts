// The client of a vendor that speaks OpenAI's wire format.
export { default as Groq } from 'groq-sdk';
