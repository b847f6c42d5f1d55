// Asks the authenticator for what the page's form describes, and sends its answer in that form.
(() => {
  'use strict';

  const form = document.getElementById('passkey');
  const problem = document.getElementById('passkey-problem');
  const answer = form.elements.namedItem('answer');

  const bytes = text => Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));

  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const described = list => (list || []).map(one => ({...one, id: bytes(one.id)}));

  const create = async options => {
    const made = await navigator.credentials.create({publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: {...options.user, id: bytes(options.user.id)},
      excludeCredentials: described(options.excludeCredentials)
    }});
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: text(made.response.clientDataJSON),
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports ? made.response.getTransports() : []
      },
      clientExtensionResults: made.getClientExtensionResults()
    };
  };

  const use = async options => {
    const used = await navigator.credentials.get({publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials)
    }});
    return {
      id: used.id,
      rawId: text(used.rawId),
      type: used.type,
      response: {
        clientDataJSON: text(used.response.clientDataJSON),
        authenticatorData: text(used.response.authenticatorData),
        signature: text(used.response.signature),
        userHandle: used.response.userHandle ? text(used.response.userHandle) : null
      },
      clientExtensionResults: used.getClientExtensionResults()
    };
  };

  const said = {
    InvalidStateError: 'This device or key has a passkey for your account already.',
    NotAllowedError: 'It was cancelled, or took too long.',
    SecurityError: 'This page’s address allows no passkeys.'
  };

  const tell = error => {
    problem.textContent = said[error.name] || 'This browser or device could not do that.';
    problem.hidden = false;
  };

  const run = async () => {
    problem.hidden = true;
    const options = JSON.parse(form.dataset.options);
    const done = await (form.dataset.ceremony === 'create' ? create(options) : use(options));
    answer.value = JSON.stringify(done);
    form.submit();
  };

  form.addEventListener('submit', event => {
    event.preventDefault();
    run().catch(tell);
  });

  if (!window.PublicKeyCredential) {
    tell({});
  } else if (form.dataset.ceremony === 'use' && form.dataset.begin === 'true') {
    run().catch(() => {}); // some browsers want a click first: the button is there
  }
})();
