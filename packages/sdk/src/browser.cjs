// CommonJS on purpose: a bundler would refuse the names that an app imports from a module without them, with a message that says nothing.
throw new Error(
  'llm-tracker-sdk runs on servers only: call your providers from Node.js, where keys and usage are safe.',
);
