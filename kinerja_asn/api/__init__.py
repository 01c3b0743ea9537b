"""What the portal, the desk's buttons and other systems call: one module per page or subject, permission first."""
