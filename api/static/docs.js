// Starts Swagger UI on the service's own description; a file of its own, because the page allows no inline script.
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: document.getElementById("swagger-ui").dataset.openapi,
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null,
  });
});
